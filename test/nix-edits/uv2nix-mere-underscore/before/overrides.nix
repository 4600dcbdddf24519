{ pkgs }:
_: prev: {
  bar = prev.bar.overrideAttrs (_: {
    dontBuild = true;
  });
}
