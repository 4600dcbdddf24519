{
  lib,
  buildNpmPackage,
  importNpmLock,
  installShellFiles,
  nodejs,
  # npm's own defaults, which name the registry that it takes packages from.
  npmDefaults ? "${nodejs}/lib/node_modules/npm/node_modules/npm-registry-fetch/lib/default-opts.js",
}:

let
  readJSON = file: builtins.fromJSON (builtins.readFile file);
  package = readJSON ./package.json;

  # package-lock.json holds a hash for every package and the address of none, so that it serves
  # every registry. Nix fetches each file by itself and wants the address too, which is read from npm;
  # the hashes are the lock's own, and there is no hash here to be kept.
  registry = builtins.unsafeDiscardStringContext (
    builtins.head (builtins.match ".*registry: '([^']*)/'.*" (builtins.readFile npmDefaults))
  );
  addressed =
    path: entry:
    let
      name = lib.last (lib.splitString "node_modules/" path);
      file = "${lib.last (lib.splitString "/" name)}-${entry.version}.tgz";
    in
    if path == "" || entry ? resolved then
      entry
    else
      entry // { resolved = "${registry}/${name}/-/${file}"; };
  lock = readJSON ./package-lock.json;
  packageLock = lock // {
    packages = builtins.mapAttrs addressed lock.packages;
  };
in
buildNpmPackage {
  pname = package.name;
  inherit (package) version;

  src = lib.fileset.toSource {
    root = ./.;
    fileset = lib.fileset.unions [
      ./LICENSE
      ./README.md
      ./docs/rules
      ./editors/emacs
      ./editors/helix
      ./editors/kakoune
      ./editors/kate
      ./editors/neovim
      ./editors/sublime
      ./editors/vscode/extensions.json
      ./editors/zed
      ./overrides-db
      ./package.json
      ./package-lock.json
      ./scripts
      ./server
      ./tsconfig.json
    ];
  };

  npmDeps = importNpmLock { inherit package packageLock; };
  npmConfigHook = importNpmLock.npmConfigHook;
  # `npm run build` has run: packing must not build again.
  npmPackFlags = [ "--ignore-scripts" ];

  nativeBuildInputs = [ installShellFiles ];
  postInstall = ''
    program=$out/bin/${package.name}
    installShellCompletion --cmd ${package.name} \
      --bash <($program completions bash) \
      --zsh <($program completions zsh) \
      --fish <($program completions fish)
    $program completions man > ${package.name}.1
    installManPage ${package.name}.1
  '';

  doInstallCheck = true;
  installCheckPhase = ''
    runHook preInstallCheck
    $out/bin/${package.name} --version
    runHook postInstallCheck
  '';

  meta = {
    inherit (package) description;
    license = lib.licenses.mit;
    mainProgram = package.name;
    platforms = lib.platforms.unix;
  };
}
