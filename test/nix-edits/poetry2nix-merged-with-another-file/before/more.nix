{ final, prev }:
{
  baz = prev.baz.overridePythonAttrs (old: {
    doCheck = false;
  });
}
