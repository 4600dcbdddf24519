final: prev:
let
  fixes = {
    bar = prev.bar.override { preferWheel = true; };
  };
in
fixes
