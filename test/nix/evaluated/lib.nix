# nixpkgs' lib. Its `licenses` hold functions since 2026-04, which poetry2nix takes for licences.
{ sources }:
(import (sources + "/nixpkgs-lib/lib")).extend (
  _final: prev: {
    licenses = prev.filterAttrs (_name: builtins.isAttrs) prev.licenses;
  }
)
