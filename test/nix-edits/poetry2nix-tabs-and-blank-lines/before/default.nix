{ pkgs }:
pkgs.poetry2nix.mkPoetryApplication {
	projectDir = ./.;
	overrides = pkgs.poetry2nix.overrides.withDefaults (self: super: {
		# the first
		bar = super.bar.overridePythonAttrs (old: {
			buildInputs = (old.buildInputs or []) ++ [self.wheel];
		});

		# the second
		baz = super.baz.overridePythonAttrs (old: {
			doCheck = false;
		});
		# nothing below
	});
}
