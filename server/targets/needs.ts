import type { Need } from '../../overrides-db/model.ts';

/**
 * Attributes that stand for one library as far as a build is concerned: a build that finds the one
 * finds the other. nixpkgs aliases, and the split of `pg_config` from `postgresql`
 * (NixOS/nixpkgs#408785).
 */
const EQUIVALENT: readonly (readonly string[])[] = [
  ['pkg-config', 'pkgconfig'],
  ['libjpeg', 'libjpeg_turbo'],
  [
    'postgresql',
    'libpq',
    'libpq.pg_config',
    'postgresql.pg_config',
    'postgresql_16',
    'postgresql_17',
  ],
  ['libmysqlclient', 'mariadb-connector-c', 'mysql-connector-c', 'mysql'],
  ['unixODBC', 'unixodbc'],
  ['xorg.libxcb', 'libxcb'],
  ['libusb', 'libusb1'],
  ['libgcc', 'stdenv.cc.cc.lib', 'stdenv.cc.cc'],
  ['ncurses', 'ncurses5', 'ncurses6'],
  ['flit', 'flit-core'],
  ['cython', 'cython_0', 'cython_3'],
  ['libxml2', 'libxml2.dev'],
  ['openssl', 'openssl_1_1', 'openssl_3'],
  ['hdf5', 'hdf5-mpi'],
  ['onetbb', 'tbb', 'tbb_2021', 'tbb_2022'],
];

const GROUP_OF: ReadonlyMap<string, number> = new Map(
  EQUIVALENT.flatMap((group, index) => group.map((attr) => [attr, index] as const)),
);

/** Whether two nixpkgs attribute paths provide the same thing to a build. Outputs (`.dev`, `.lib`) do not matter. */
export function sameAttr(a: string, b: string): boolean {
  const left = withoutOutput(a);
  const right = withoutOutput(b);
  if (left === right) return true;
  const group = GROUP_OF.get(left);
  return group !== undefined && group === GROUP_OF.get(right);
}

/** Whether providing one is providing the other; the list that an input stands in does not matter. */
export function sameNeed(a: Need, b: Need): boolean {
  switch (a.kind) {
    case 'build-system':
      return b.kind === 'build-system' && sameAttr(a.attr, b.attr);
    case 'native-input':
    case 'wheel-library':
      return (b.kind === 'native-input' || b.kind === 'wheel-library') && sameAttr(a.attr, b.attr);
    case 'cargo-hash':
      return b.kind === 'cargo-hash';
    case 'environment':
      return b.kind === 'environment' && a.name === b.name;
  }
}

/** What a need is called in a sentence. */
export function needLabel(need: Need): string {
  switch (need.kind) {
    case 'build-system':
    case 'native-input':
    case 'wheel-library':
      return need.attr;
    case 'cargo-hash':
      return 'a cargo hash';
    case 'environment':
      return need.name;
  }
}

function withoutOutput(attr: string): string {
  return attr.replace(/\.(?:dev|lib|out|bin)$/, '');
}
