{ pkgs }:
final: prev: { bar = prev.bar.override { preferWheel = true; }; /* later */ baz = null; }
