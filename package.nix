{
  lib,
  buildNpmPackage,
  cacert,
  curl,
  importNpmLock,
  installShellFiles,
  nodejs,
  runCommand,
  testers,
}:

let
  readJSON = file: builtins.fromJSON (builtins.readFile file);
  package = readJSON ./package.json;
  extension = "pyproject-nix-ls.pyproject-nix-ls";
  packageLock = readJSON ./package-lock.json;

  # package-lock.json holds a hash for every package and the address of none, so that it serves
  # every registry. The one that npm has by itself is asked for while a package is fetched, not
  # while this is evaluated; the hashes are the lock's own, and there is no hash here to be kept.
  fetched =
    path: entry:
    let
      name = lib.last (lib.splitString "node_modules/" path);
      file = "${lib.last (lib.splitString "/" name)}-${entry.version}.tgz";
    in
    runCommand file
      {
        outputHash = entry.integrity;
        nativeBuildInputs = [
          curl
          nodejs
        ];
        impureEnvVars = lib.fetchers.proxyImpureEnvVars;
        SSL_CERT_FILE = "${cacert}/etc/ssl/certs/ca-bundle.crt";
      }
      ''
        registry=$(HOME=$TMPDIR npm config get registry)
        curl --fail --location --silent --show-error --retry 3 --output $out "''${registry%/}/${name}/-/${file}"
      '';
in
buildNpmPackage (finalAttrs: {
  pname = package.name;
  inherit (package) version;

  src = lib.fileset.toSource {
    root = ./.;
    fileset = lib.fileset.unions [
      ./CHANGELOG.md
      ./LICENSE
      ./README.md
      ./docs/rules
      ./editors/emacs
      ./editors/helix
      ./editors/kakoune
      ./editors/kate
      ./editors/neovim
      ./editors/sublime
      ./editors/vscode/README.md
      ./editors/vscode/extensions.json
      ./editors/vscode/icon.png
      ./editors/vscode/package.json
      ./editors/vscode/src
      ./editors/zed
      ./overrides-db
      ./package.json
      ./package-lock.json
      ./scripts
      ./server
      ./tsconfig.json
    ];
  };

  npmDeps = importNpmLock {
    inherit package packageLock;
    # Of nixpkgs 24.11 and later.
    packageSourceOverrides = builtins.mapAttrs fetched (removeAttrs packageLock.packages [ "" ]);
  };
  npmConfigHook = importNpmLock.npmConfigHook;
  # `npm run build` has run: packing must not build again.
  npmPackFlags = [ "--ignore-scripts" ];

  nativeBuildInputs = [ installShellFiles ];
  # Before what it is built with is taken away.
  postBuild = "npm run build:vscode";
  postInstall = ''
    program=$out/bin/${package.name}
    installShellCompletion --cmd ${package.name} \
      --bash <($program completions bash) \
      --zsh <($program completions zsh) \
      --fish <($program completions fish)
    $program completions man > ${package.name}.1
    installManPage ${package.name}.1

    # Where nixpkgs and Home Manager look for an extension of VS Code.
    extension=$out/share/vscode/extensions/${extension}
    mkdir -p $extension
    cp -r editors/vscode/{CHANGELOG.md,LICENSE,README.md,dist,icon.png,package.json} $extension
    ln -s $out/lib/node_modules/${package.name}/dist $extension/server
  '';

  doInstallCheck = true;
  installCheckPhase = ''
    runHook preInstallCheck
    $out/bin/${package.name} --version
    runHook postInstallCheck
  '';

  passthru.vscodeExtPublisher = package.name;
  passthru.vscodeExtName = package.name;
  passthru.vscodeExtUniqueId = extension;

  passthru.tests = {
    version = testers.testVersion { package = finalAttrs.finalPackage; };
    example = runCommand "${package.name}-example" { } ''
      ${lib.getExe finalAttrs.finalPackage} check --fail-on never ${./examples/imgapp} > $out
    '';
  };

  meta = {
    inherit (package) description homepage;
    changelog = "https://github.com/pyproject-nix-ls/pyproject-nix-ls/blob/main/CHANGELOG.md";
    license = lib.licenses.mit;
    mainProgram = package.name;
    platforms = lib.platforms.unix;
  };
})
