{ pkgs, lib }:
final: prev: {
}
