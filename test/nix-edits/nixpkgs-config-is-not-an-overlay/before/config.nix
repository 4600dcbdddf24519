{
  packageOverrides = pkgs: {
    socks = pkgs.hello;
  };
}
