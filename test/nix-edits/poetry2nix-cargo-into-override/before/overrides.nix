{ pkgs }:
final: prev: {
  rpds-py = prev.rpds-py.overridePythonAttrs (old: {
    nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [
      pkgs.rustPlatform.cargoSetupHook
    ];
  });
}
