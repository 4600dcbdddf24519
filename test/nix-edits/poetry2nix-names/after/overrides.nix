{ pkgs }:
self: super: {
  "backports.zoneinfo" = super."backports.zoneinfo".overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ self.wheel self.setuptools ];
  });
  Flask_Login = super.Flask_Login.overridePythonAttrs (old: {
    doCheck = false;
    buildInputs = (old.buildInputs or [ ]) ++ [ self.setuptools ];
  });
  zope-interface = (builtins.getAttr "zope-interface" super).overridePythonAttrs (old: {
    doCheck = false;
    buildInputs = (old.buildInputs or [ ]) ++ [ self.setuptools ];
  });
  "3to2" = super."3to2".overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ self.setuptools ];
  });
  "or" = super."or".overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ self.setuptools ];
  });
}
