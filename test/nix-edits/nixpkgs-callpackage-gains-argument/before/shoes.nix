{ lib
, python3
}:
python3.override {
  packageOverrides = final: prev: {
    bar = prev.bar.overridePythonAttrs (old: { doCheck = false; });
  };
}
