{ pkgs }:
self: super:
builtins.mapAttrs (name: arguments: super.${name}.override arguments) {
  bar = { preferWheel = true; };
}
