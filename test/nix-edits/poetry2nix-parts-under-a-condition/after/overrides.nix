{ pkgs, lib }:
self: super: {
  foo = super.foo.overridePythonAttrs (old: {
    doCheck = false;
    buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
  } // lib.optionalAttrs pkgs.stdenv.isDarwin {
    preBuild = "true";
  });
  bar = (super.bar.overridePythonAttrs (old: {
    doCheck = false;
  } // lib.optionalAttrs pkgs.stdenv.isDarwin {
    buildInputs = [ pkgs.zlib ];
  })).overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
  });
  baz = super.baz.overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ lib.optionals pkgs.stdenv.isDarwin [ pkgs.zlib ] ++ [ pkgs.zlib ];
  });
  corge = super.corge.overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
  });
} // lib.optionalAttrs pkgs.stdenv.isLinux {
  qux = super.qux.override { preferWheel = true; };
}
