{ pkgs }:
self: super:
let
  pinned = import ./pinned.nix;
in
{
  inherit (pinned) foo;
  bar = self.callPackage ./bar.nix { };
  baz = super.numpy;
  qux = if pkgs.stdenv.isLinux then super.qux else null;
}
