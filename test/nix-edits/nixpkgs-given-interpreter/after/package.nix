{ python3, zlib }:
(python3.override {
  packageOverrides = final: prev: {
    foo = prev.foo.overridePythonAttrs (old: {
      build-system = (old.build-system or [ ]) ++ [ final.setuptools ];
      buildInputs = (old.buildInputs or [ ]) ++ [ zlib ];
    });
  };
}).pkgs.buildPythonApplication {
  pname = "socks";
  version = "1.0";
}
