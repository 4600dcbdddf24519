# Build systems of nixpkgs' Python set, out of their wheels.
final: _prev: { }
