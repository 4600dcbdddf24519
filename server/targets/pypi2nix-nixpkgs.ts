/**
 * The name under which the nixpkgs of pypi2nix's time has an attribute, `pkgs.` taken off; null for
 * what it does not have. pypi2nix ended in 2021, and what it writes evaluates with no nixpkgs that
 * is much younger (`pkgs.stdenv.lib`). `-E` with a name that is not there fails as a whole.
 *
 * Looked up in nixos-unstable of April 2019 (d260277); `libmysqlclient` came with 19.09, the first
 * release that pypi2nix 2 supports.
 */
export function nameInPypi2nixTime(attr: string): string | null {
  const former = FORMER_NAMES.get(attr);
  if (former !== undefined) return former;
  return LATER.has(attr) || LATER_SETS.test(attr) ? null : attr;
}

const FORMER_NAMES: ReadonlyMap<string, string> = new Map([
  ['alsa-lib', 'alsaLib'],
  ['gdk-pixbuf', 'gdk_pixbuf'],
  ['gfortran13.cc', 'gfortran'],
  ['lapack', 'liblapack'],
  ['libepoxy', 'epoxy'],
  ['libgpg-error', 'libgpgerror'],
  ['libpciaccess', 'xorg.libpciaccess'],
  ['libpq', 'postgresql'],
  ['libpq.pg_config', 'postgresql'],
  ['mpi', 'openmpi'],
  ['msgpack-c', 'msgpack'],
  ['msgpack-cxx', 'msgpack'],
  ['net-snmp', 'net_snmp'],
  ['oath-toolkit', 'oathToolkit'],
  ['pkg-config', 'pkgconfig'],
  ['userspace-rcu', 'liburcu'],
  ['xorgproto', 'xorg.xorgproto'],
  ['yaml-cpp', 'libyamlcpp'],
]);

const LATER_SETS =
  /^(?:cudaPackages(?:_\d+)?|kdePackages|llvmPackages_(?:9|[12]\d)|qt6|rocmPackages|rustPlatform|tclPackages)\./;

/** Attributes that came later, as far as Python packages are known to need them. */
const LATER: ReadonlySet<string> = new Set(
  `
  CoreAudio CoreMIDI CoreServices Foundation PCSC abseil-cpp adios2 alglib awscli2 bazel_7
  blast c-blosc2 casacore cd-hit cereal charls cli11 coin-utils coinmp console-bridge
  coordgenlibs cpuinfo crc32c cudatoolkit75 cudatoolkit8 cudnn6_cudatoolkit8 dcmtk dconf deno
  dlpack doctest embree faiss fcl freexl geographiclib gfal2 gl2ps gst gtk4 guile_3_0 harminv
  highfive hpp-fcl httplib imath imgui inchi installShellFiles isa-l kokkos laszip level-zero
  libGDSII libad9361 libaec libavif libbpf libccd libctl libdatrie liberasurecode libfido2
  libfyaml libgbm libipt libkml libleidenalg liblzf libmodulemd libraqm libsForQt5.dxflib
  libspng libsystemtap libtraceevent liburing libxcrypt libyuv likwid llama-cpp llhttp llvm_12
  lttoolbox lua5_4 libsoup_3 maeparser mafft maturin microsoft-gsl mono46 mumps octomap onednn openmm openni2
  openslide openturns orocos-kdl osi perl538 precice prodigal py3c python3Packages.torch
  qt5.qt3d qt5.qtdatavis3d qt5.qtgamepad qt5.qtpositioning rapidfuzz-cpp robin-map rpm-sequoia
  scipopt-scip scitokens-cpp sentencepiece sexpp simde simpleini slepc snap7 spades spectra
  symengine ta-lib taskflow ucx urdfdom utf8cpp vtkWithQt6 webkitgtk_4_1 wxGTK32 xrootd xsimd
  yj zlib-ng zxing-cpp
`
    .trim()
    .split(/\s+/),
);
