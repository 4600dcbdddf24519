# Debian's Python as nixpkgs has one: a virtual environment over it, since its own scheme of folders is Debian's.
{
  passthruFun,
  runCommand,
  self,
  stdenv,
  packageOverrides ? (_final: _prev: { }),
}:
let
  sourceVersion = {
    major = "3";
    minor = "13";
    patch = "5";
    suffix = "";
  };
  sitePackages = "lib/python3.13/site-packages";
in
stdenv.mkDerivation {
  pname = "python3";
  version = "3.13.5";
  dontUnpack = true;
  meta.platforms = [ "x86_64-linux" ];
  installPhase = ''
    /usr/bin/python3.13 -m venv --without-pip $out
    rm -f $out/bin/[Aa]ctivate*
  '';
  setupHook = import /sources/corepkgs/python/setup-hook.nix { inherit runCommand; } sitePackages;
  passthru = passthruFun {
    inherit
      packageOverrides
      self
      sitePackages
      sourceVersion
      ;
    implementation = "cpython";
    libPrefix = "python3.13";
    executable = "python3.13";
    pythonVersion = "3.13";
    hasDistutilsCxxPatch = false;
    pythonOnBuildForBuild = self;
    pythonOnBuildForHost = self;
    pythonOnBuildForTarget = self;
    pythonOnHostForHost = self;
    pythonOnTargetForTarget = self;
    pythonAttr = "python3";
    pythonABITags = [
      "abi3"
      "none"
      "cp313"
    ];
  };
}
