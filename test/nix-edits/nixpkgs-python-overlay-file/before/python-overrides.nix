self: super: {
  bar = super.bar.overridePythonAttrs (old: {
    dependencies = old.dependencies ++ [ self.numpy ];
  });
}
