final: prev:
{ bar = prev.bar.override { preferWheel = true; };
  qux = prev.qux.overridePythonAttrs (oldAttrs: { doCheck = false; }); }
