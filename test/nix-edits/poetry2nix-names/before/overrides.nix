{ pkgs }:
self: super: {
  "backports.zoneinfo" = super."backports.zoneinfo".overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ self.wheel ];
  });
  Flask_Login = super.Flask_Login.overridePythonAttrs (old: {
    doCheck = false;
  });
  zope-interface = (builtins.getAttr "zope-interface" super).overridePythonAttrs (old: {
    doCheck = false;
  });
}
