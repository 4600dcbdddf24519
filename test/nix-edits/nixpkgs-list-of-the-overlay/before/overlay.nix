final: prev: {
  pythonOverlays = (prev.pythonOverlays or [ ]) ++ [
    (pyfinal: pyprev: {
      bar = pyprev.bar.overridePythonAttrs (old: {
        doCheck = false;
      });
    })
  ];

  python3 =
    let
      self = prev.python3.override {
        inherit self;
        packageOverrides = prev.lib.composeManyExtensions final.pythonOverlays;
      };
    in
    self;
}
