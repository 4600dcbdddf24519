# What a shell is given.
{
  sources,
  file,
  names,
}:
let
  pkgs = import ./packages.nix { inherit sources; } // {
    lib = import ./lib.nix { inherit sources; };
  };
  shell = import file { inherit pkgs; };
  text = value: builtins.unsafeDiscardStringContext (toString value);
in
{
  shell = import ./view.nix shell // {
    libraryPath = map (path: baseNameOf (dirOf path)) (
      builtins.filter builtins.isString (builtins.split ":" (text (shell.LD_LIBRARY_PATH or "")))
    );
  };
}
