{ final, prev }:
{
  baz = prev.baz.overridePythonAttrs (old: {
    doCheck = false;
    buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools ];
  });
}
