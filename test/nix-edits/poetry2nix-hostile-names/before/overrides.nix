{ pkgs }:
self: super: {
}
