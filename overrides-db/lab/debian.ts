import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { LibraryTable } from '../source-text.ts';
import { type Laboratory, rootCommand } from './laboratory.ts';

/** Programs that a library's packages bring along in Debian, and its inputs do not bring in Nix. */
const TOOLS =
  /^(?:pkgconf(?:-bin)?|pkg-config|cmake(?:-data)?|ninja-build|meson|swig[\d.]*|gfortran.*|cargo.*|rustc.*|libstd-rust.*|git|default-j.*|openjdk.*|python3.*|libpython3.*|perl.*|cython3.*|autoconf|automake|libtool|doxygen)$/;

/** The headers that Debian's Python brings along are left out, as no Python in Nix has them: zlib, expat. */
const PYTHON = ['libpython3-dev', 'python3-dev'];
const HEADERS_OF_PYTHON = new Set(['zlib1g-dev', 'libexpat1-dev', 'libpython3-dev', 'python3-dev']);

/** A need with what stands for it in Debian. */
export interface Provided {
  readonly attrs: readonly string[];
  readonly packages: readonly string[];
}

/** The Debian packages for an attribute, by the curated table, or by the one `-dev` package that is mapped to it. */
export function packagesFor(
  attr: string,
  curated: Readonly<Record<string, readonly string[]>>,
  libraries: LibraryTable,
): readonly string[] {
  const name = attr === 'libpq.pg_config' ? 'libpq' : attr.replace(/\.(?:dev|out|lib)$/, '');
  const own = curated[name];
  if (own !== undefined) return own;
  return Object.entries(libraries).flatMap(([key, row]) =>
    typeof row === 'object' &&
    row.attr === name &&
    /^debian:.*(?:-dev|\d)$/.test(key) &&
    !/(?:nox|gtk3|-gnutls|-nss)/.test(key)
      ? [key.slice('debian:'.length)]
      : [],
  );
}

/** Whether this release of Debian has them, and has them beside one another. */
export async function isAvailable(lab: Laboratory, { packages }: Provided): Promise<boolean> {
  return packages.length > 0 && (await closure(lab, packages)).length > 0;
}

/** The layers, one a Debian package, of these needs: what installing them would add, without the tools that none of them is. */
export async function layersOf(
  lab: Laboratory,
  needs: readonly Provided[],
  without?: Provided,
): Promise<string[]> {
  const named = new Set(needs.flatMap(({ packages }) => packages));
  const removed = new Set((without?.packages ?? []).filter((name) => !isSharedBy(name, needs)));
  const debs = new Set<string>();
  for (const { packages } of needs)
    for (const name of await closure(lab, packages))
      if ((named.has(name) || !TOOLS.test(name) || isPartOfTool(name, needs)) && !removed.has(name))
        debs.add(name);
  for (const name of await closure(lab, PYTHON))
    if (!HEADERS_OF_PYTHON.has(name) || PYTHON.includes(name)) debs.add(name);
  const list = [...debs].toSorted();
  await download(lab, list);
  return list.map((name) => join(lab.folder, 'debs', name));
}

/** The files that go when a need is left out, as absolute paths in a root. */
export interface FilesOfNeed {
  /** Of its packages, and of all that only they bring along: `libkrb5-dev` has its headers in `krb5-multidev`. */
  readonly own: ReadonlySet<string>;
  /** The shared libraries that it needs when it runs, whoever else brings them. */
  readonly libraries: ReadonlySet<string>;
}

export async function filesOf(
  lab: Laboratory,
  { packages }: Provided,
  others: readonly Provided[],
): Promise<FilesOfNeed> {
  const stay = new Set<string>();
  for (const other of others) for (const name of await closure(lab, other.packages)) stay.add(name);
  for (const name of await closure(lab, PYTHON)) stay.add(name);
  const brought = (await closure(lab, packages)).filter((name) => !TOOLS.test(name));
  const files = (names: readonly string[]): string[] =>
    names.flatMap((name) => filesIn(join(lab.folder, 'debs', name)));
  return {
    own: new Set(files([...packages, ...brought.filter((name) => !stay.has(name))])),
    libraries: new Set(files(brought).filter((file) => /\/lib[^/]+\.so\.\d/.test(file))),
  };
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(
      (path) => !path.startsWith('usr/share/doc') && !lstatSync(join(folder, path)).isDirectory(),
    )
    .map((path) => `/${path}`);
}

function isSharedBy(name: string, needs: readonly Provided[]): boolean {
  return needs.some(({ packages }) => packages.includes(name));
}

/** What a tool takes to run: `gfortran-14` of gfortran, `libstd-rust-dev` of rustc. */
function isPartOfTool(name: string, needs: readonly Provided[]): boolean {
  const parts: readonly [RegExp, RegExp][] = [
    [/^gfortran$/, /^gfortran/],
    [/^rustc$|^cargo$/, /^(?:rustc|libstd-rust)/],
    [/^cmake$/, /^cmake/],
    [/^swig$/, /^swig/],
    [/^default-jdk/, /^(?:default-j|openjdk)/],
  ];
  return parts.some(
    ([tool, part]) =>
      part.test(name) && needs.some(({ packages }) => packages.some((one) => tool.test(one))),
  );
}

/** What installing packages would add to the root; asked once, kept by the names. */
async function closure(lab: Laboratory, packages: readonly string[]): Promise<string[]> {
  const folder = join(lab.folder, 'closures');
  mkdirSync(folder, { recursive: true });
  const key = createHash('sha256').update(packages.join(' ')).digest('hex').slice(0, 16);
  const file = join(folder, key);
  // What this release of Debian does not have, or not beside one another, adds nothing.
  if (!existsSync(file))
    writeFileSync(file, await rootCommand(lab, ['packages', ...packages]).catch(() => ''));
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

async function download(lab: Laboratory, packages: readonly string[]): Promise<void> {
  const missing = packages.filter((name) => !existsSync(join(lab.folder, 'debs', name)));
  if (missing.length > 0) await rootCommand(lab, ['download', ...missing]);
}
