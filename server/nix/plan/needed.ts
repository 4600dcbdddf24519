import type { ListName } from '../read/override.ts';
import type { Dialect } from './dialect.ts';
import type { OverrideRequest, OwnPackage } from '../model.ts';
import { needOfKind, needsOfKind, requestedBuildSystems, requestedInputs } from '../request.ts';

/** Lists of names, which are no packages: dependencies, and files of shared libraries. */
export type NameList = 'pythonRelaxDeps' | 'autoPatchelfIgnoreMissingDeps';

/** One element of a list: an attribute of nixpkgs, a package of the Python set, or a mere name. */
export interface Item {
  readonly from: 'nixpkgs' | 'python' | 'name';
  /** Without `pkgs.`; a name of the Python set as asked for. */
  readonly attr: string;
  /** What it needs when it runs, from a wheel as well: no build tool. */
  readonly isDependency?: true;
}

/** What one entry is to set, sorted by where it goes. */
export interface Needed {
  readonly lists: ReadonlyMap<ListName | NameList, readonly Item[]>;
  /** The names for `resolveBuildSystem`, which only uv2nix has. */
  readonly resolved: readonly string[];
  /** Those that no set has. */
  readonly unresolved: readonly string[];
  readonly preferWheel: boolean;
  readonly cargo: boolean;
  /** Where its Cargo.lock is, if not at the root, and whether something tells the build so already. */
  readonly cargoRoot: { readonly path: string; readonly isTold: boolean } | null;
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  /** Dependencies that are not to be propagated. */
  readonly without: readonly string[];
  /** What the package is made of, where it is made anew. */
  readonly own: OwnPackage | null;
}

export const NOTHING: Needed = {
  lists: new Map(),
  resolved: [],
  unresolved: [],
  preferWheel: false,
  cargo: false,
  cargoRoot: null,
  environment: [],
  without: [],
  own: null,
};

/** The order in which people write them. */
export const LIST_ORDER: readonly ListName[] = [
  'nativeBuildInputs',
  'build-system',
  'buildInputs',
  'propagatedBuildInputs',
];

export const NAME_LISTS: readonly NameList[] = ['pythonRelaxDeps', 'autoPatchelfIgnoreMissingDeps'];

/** All that are lists, in the order in which they are written. */
export const ALL_LISTS: readonly (ListName | NameList)[] = [...LIST_ORDER, ...NAME_LISTS];

/**
 * Where everything that is asked for goes. Build tools go into `toolList`, except in uv2nix, whose builders want them
 * resolved with their dependencies. A crate's hooks come with it: maturin's, or for setuptools-rust the bare compiler.
 */
export function neededFor(
  request: OverrideRequest,
  dialect: Pick<Dialect, 'resolvesBuildSystems'>,
  toolList: ListName,
): Needed {
  const uv = dialect.resolvesBuildSystems;
  const crates = needOfKind(request, 'cargo-hash');
  const buildSystems = requestedBuildSystems(request);
  const viaSetuptools = buildSystems.includes('setuptools-rust');
  const tools = buildSystems.filter(
    // maturin's hook brings its own maturin.
    (name) => uv || crates === null || viaSetuptools || name !== 'maturin',
  );
  const lists = new Map<ListName | NameList, readonly Item[]>();
  const add = (list: ListName | NameList, items: readonly Item[]): void => {
    const there = lists.get(list) ?? [];
    // A recipe may name the compiler that comes with vendored crates.
    const more = items.filter((item) => !there.some((one) => isSame(one, item)));
    if (more.length > 0) lists.set(list, [...there, ...more]);
  };
  add('nativeBuildInputs', requestedInputs(request, 'nativeBuildInputs').map(nixpkgs));
  if (crates !== null && !crates.hooksByDefaults)
    add('nativeBuildInputs', cargoTools(uv || viaSetuptools).map(nixpkgs));
  if (!uv)
    add(
      toolList,
      tools.map((attr) => ({ from: 'python', attr: nameInSet(attr) })),
    );
  add('buildInputs', requestedInputs(request, 'buildInputs').map(nixpkgs));
  add('propagatedBuildInputs', requestedInputs(request, 'propagatedBuildInputs').map(nixpkgs));
  add(
    'propagatedBuildInputs',
    needsOfKind(request, 'dependency').map(({ name }) => ({
      from: 'python',
      attr: name,
      isDependency: true,
    })),
  );
  add('pythonRelaxDeps', relaxedDependencies(request));
  add('autoPatchelfIgnoreMissingDeps', ignoredLibraries(request));
  const backend = uv && crates !== null && !viaSetuptools && !tools.includes('maturin');
  return {
    lists,
    unresolved: request.unresolved ?? [],
    resolved: uv ? resolvedNames([...tools, ...(backend ? ['maturin'] : [])]) : [],
    preferWheel: needOfKind(request, 'wheel') !== null,
    cargo: crates !== null,
    cargoRoot: crates?.root == null ? null : { path: crates.root, isTold: crates.hooksByDefaults },
    environment: needsOfKind(request, 'environment'),
    without: needsOfKind(request, 'without-dependency').map(({ name }) => name),
    own: needOfKind(request, 'definition')?.of ?? null,
  };
}

/**
 * meson-python runs ninja, and asks for the distribution where it finds none. nixpkgs' propagates it, that of
 * build-system-pkgs brings only what it declares.
 */
function resolvedNames(names: readonly string[]): readonly string[] {
  return names.includes('meson-python') && !names.includes('ninja') ? [...names, 'ninja'] : names;
}

/** nixpkgs' set, which is below those of poetry2nix and dream2nix too, has a name that is not normalised. */
export function nameInSet(name: string): string {
  return name === 'cython-0' ? 'cython_0' : name;
}

function isSame(one: Item, other: Item): boolean {
  return one.from === other.from && one.attr === other.attr;
}

function nixpkgs(attr: string): Item {
  return { from: 'nixpkgs', attr };
}

/** The elements of `pythonRelaxDeps`. */
export function relaxedDependencies(request: OverrideRequest): readonly Item[] {
  return needsOfKind(request, 'relaxed-dependency').flatMap(spellings);
}

/** The elements of `autoPatchelfIgnoreMissingDeps`. */
export function ignoredLibraries(request: OverrideRequest): readonly Item[] {
  return needsOfKind(request, 'ignored-library').map(named);
}

/**
 * The hook looks for a name as the metadata writes it, in any case (pythonRelaxDepsHook, `_pythonRelaxDeps`), and what
 * checks the versions says it normalised: each way to write it is there, and those that do not occur do nothing.
 */
function spellings({ name }: { readonly name: string }): readonly Item[] {
  const all = ['-', '_', '.'].map((separator) => name.replaceAll('-', separator));
  return [...new Set(all)].map((each) => named({ name: each }));
}

function named({ name }: { readonly name: string }): Item {
  return { from: 'name', attr: name };
}

/** What vendored crates are built with: maturin's hook, or the bare compiler for setuptools-rust and for builders that have back ends of their own. */
export function cargoTools(bare: boolean): readonly string[] {
  return bare
    ? ['cargo', 'rustc', 'rustPlatform.cargoSetupHook']
    : ['rustPlatform.cargoSetupHook', 'rustPlatform.maturinBuildHook'];
}

/** Whether nothing but the choice of the wheel is asked for. */
export function isWheelOnly({ lists, resolved, cargo, environment, without }: Needed): boolean {
  return lists.size + resolved.length + environment.length + without.length === 0 && !cargo;
}

/** Whether nothing is asked for. */
export function isNothing(needed: Needed): boolean {
  return isWheelOnly(needed) && !needed.preferWheel;
}
