# What poetry2nix's overrides do to a package, seen by evaluating them with real Nix on
# a package set in which every package is a probe. A probe knows the path by which it was
# reached, so what ends up in a list of inputs tells what was put there. Packages' own lists start with a
# mark; a list that lost it was replaced rather than extended.
{
  # poetry2nix's overrides/default.nix
  overrides,
  # the lib folder of nixpkgs
  nixpkgsLib,
  # every word that the file could select from a package set
  words,
  # the Python packages that exist in the set
  pythonNames,
  # [ { name; version; system; distribution; python; } ]
  builds,
}:
let
  lib = import nixpkgsLib;

  # Only the lists of layers is taken from the file, so that the layer of build-systems.json can be left out.
  layersOf =
    pkgs:
    let
      quiet = lib // {
        warn = _: value: value;
        composeManyExtensions = layers: layers;
      };
      layers = import overrides { inherit pkgs; lib = quiet; };
    in
    [ (builtins.elemAt layers 0) ] ++ lib.drop 2 layers;

  mark = list: {
    __original = list;
    type = "derivation";
    name = "original-${list}";
    pname = "original-${list}";
    outPath = "";
  };

  lists = [
    "buildInputs"
    "nativeBuildInputs"
    "propagatedBuildInputs"
    "propagatedNativeBuildInputs"
  ];

  look =
    build:
    let
      isDarwin = lib.hasSuffix "darwin" build.system;
      isAarch64 = lib.hasPrefix "aarch64" build.system;
      isWheel = build.distribution == "wheel";

      platform = {
        inherit isDarwin isAarch64;
        inherit (build) system;
        isLinux = !isDarwin;
        isMacOS = isDarwin;
        isx86_64 = !isAarch64;
        isClang = isDarwin;
        isGNU = !isDarwin;
        is64bit = true;
        darwinMinVersion = "11.0";
        mpiSupport = false;
        cudaSupport = false;
        sharedLibrary = if isDarwin then ".dylib" else ".so";
        darwinSdkVersion = "11.0";
      };

      probe =
        path:
        lib.genAttrs words (word: probe "${path}.${word}")
        // platform
        // {
          __path = path;
          type = "derivation";
          name = path;
          pname = path;
          version = "9999.0";
          outPath = "@{${path}}";
          drvPath = "@{${path}}";
          meta.broken = false;
          passthru = { };
          __functor = _: argument: applied path argument;
          patches = [ (probe "${path}.patches") ];
          preConfigure = "";
          postPatch = "";
          postInstall = "";
          prePatch = "";
        };

      # A call keeps what its argument names, where that says more than the function does.
      applied =
        path: argument:
        if builtins.isAttrs argument && argument ? paths then
          probe path // { __parts = argument.paths; }
        else if builtins.isAttrs argument && (argument ? hash || argument ? sha256) then
          probe "${path}#${toString (argument.hash or argument.sha256)}" // { __hash = argument.hash or argument.sha256; }
        else if builtins.isAttrs argument && argument ? lockFile then
          probe path // { __hash = "${argument.lockFile}"; }
        else
          probe path;

      package =
        name: attrs:
        attrs
        // {
          __python = name;
          type = "derivation";
          outPath = "@{python.${name}}";
          inherit name attrs;
          pname = name;
          overridePythonAttrs = change: package name (attrs // (if lib.isFunction change then change attrs else change));
          overrideAttrs = change: package name (attrs // (if lib.isFunction change then change attrs else change));
          override =
            change:
            package name (attrs // { arguments = (attrs.arguments or { }) // (if lib.isFunction change then change { } else change); });
          cfg = probe "numpy.cfg";
          blas = probe "pkgs.openblasCompat";
          blasImplementation = "openblas";
        };

      start =
        name:
        let
          asked = name == build.name;
        in
        {
          version = if asked then build.version else "1000.0";
          format = if asked && isWheel then "wheel" else "poetry2nix";
          src = {
            isWheel = asked && isWheel;
            outPath = "@{src}";
            name = "src";
            override = _: { isWheel = asked && isWheel; outPath = "@{src}"; name = "src"; };
          };
          passthru = { args = { }; preferWheel = false; };
        }
        // lib.genAttrs lists (list: [ (mark list) ]);

      pkgs = probe "pkgs" // {
        inherit lib;
        inherit (build) system;
        stdenv = probe "pkgs.stdenv" // {
          hostPlatform = probe "pkgs.stdenv.hostPlatform" // { extensions.sharedLibrary = platform.sharedLibrary; };
        };
        runCommand = _: _: _: probe "pkgs.runCommand";
        writeText = _: _: probe "pkgs.writeText";
        buildPackages = pkgs;
      };

      interpreter = probe "pkgs.python" // {
        version = "${build.python}.1";
        pythonVersion = build.python;
        implementation = "cpython";
        isPyPy = false;
        isPy2 = false;
        isPy3 = true;
        pythonAttr = "python3";
        sitePackages = "lib/python${build.python}/site-packages";
        inherit (pkgs) stdenv;
        pythonOnBuildForHost = probe "pkgs.python" // { pkgs = lib.genAttrs (pythonNames ++ words) (name: probe "python.${name}"); };
      };

      flags = {
        inherit pkgs lib;
        python = interpreter;
        isPy27 = false;
        isPy3k = true;
        isPyPy = false;
        pythonOlder = lib.versionOlder build.python;
        pythonAtLeast = lib.versionAtLeast build.python;
        buildPythonPackage = argument: package (argument.pname or "?") (start "?");
        callPackage = _: _: probe "callPackage";
      };

      final = lib.fix (
        self:
        lib.foldl' (set: layer: set // layer self set) (lib.genAttrs pythonNames (name: package name (start name)) // flags) (layersOf pkgs)
      );

      result = final.${build.name};
      shown = if result == null then { gone = true; } else if result ? __python then describe result.attrs else { alias = result.__path or "?"; };

      # What is in one list: paths of probes, names of Python packages.
      entry =
        value:
        if value == null then [ ]
        else if value ? __original then [ ]
        else if value ? __python then [ "python.${value.__python}" ]
        else if value ? __parts then lib.concatMap entry value.__parts
        else [ (value.__path or "?") ];

      describe =
        attrs:
        let
          changed = lib.filterAttrs (name: _: !(builtins.elem name (lists ++ [ "version" "src" "passthru" "format" "arguments" "cargoDeps" ]))) attrs;
          isVariable = name: builtins.match "[A-Z][A-Z0-9_]*" name != null;
          text =
            value:
            if builtins.isString value then value
            else if builtins.isBool value || builtins.isInt value then builtins.toJSON value
            else if builtins.isAttrs value && value ? outPath then "${value}"
            else if builtins.isList value then lib.concatMapStringsSep " " text value
            else "?";
        in
        {
          inputs = lib.filterAttrs (_: value: value != [ ]) (lib.genAttrs lists (list: lib.concatMap entry (lib.filter builtins.isAttrs (attrs.${list} or [ ]))));
          replaced = lib.filter (list: !(lib.any (value: builtins.isAttrs value && value.__original or "" == list) (attrs.${list} or [ ]))) lists;
          variables = lib.mapAttrs (_: text) (lib.filterAttrs (name: _: isVariable name) changed);
          hooks = builtins.attrNames (lib.filterAttrs (name: _: !(isVariable name)) changed);
          mentions = lib.concatMapStringsSep " " text (builtins.attrValues changed);
          cargo = if attrs ? cargoDeps && attrs.cargoDeps != null then { by = attrs.cargoDeps.__path or "?"; hash = toString (attrs.cargoDeps.__hash or "?"); } else null;
          arguments = builtins.attrNames (attrs.arguments or { });
        };

      tried = builtins.tryEval (builtins.deepSeq shown shown);
    in
    build // (if tried.success then { result = tried.value; } else { failed = true; });
in
map look builds
