final: prev: {
  socks = prev.git;
}
