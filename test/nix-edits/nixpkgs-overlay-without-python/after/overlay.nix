final: prev: {
  socks = prev.git;
  pythonPackagesExtensions = prev.pythonPackagesExtensions ++ [
    (pyfinal: pyprev: {
      foo = pyprev.foo.overridePythonAttrs (old: {
        build-system = (old.build-system or [ ]) ++ [ pyfinal.setuptools ];
        buildInputs = (old.buildInputs or [ ]) ++ [ final.zlib ];
      });
    })
  ];
}
