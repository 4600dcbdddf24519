import type { Input } from './attributes.ts';
import table from './build-names.json' with { type: 'json' };

/**
 * What a build that cannot find something needs. Every answer is null for a name that the table
 * does not have: nothing is derived from how a name looks.
 */

/** `libpq-fe.h`, `openssl/ssl.h`: as `#include` has it. */
export function inputsOfHeader(header: string): readonly Input[] | null {
  const folder = header.slice(0, header.indexOf('/') + 1);
  return asLibrary(HEADERS.get(header) ?? HEADERS.get(folder));
}

/** `pq`: as `-l` has it. */
export function inputsOfLibrary(name: string): readonly Input[] | null {
  return asLibrary(LIBRARIES.get(name));
}

/** The name of a `.pc` file, without its ending. */
export function inputsOfPkgConfig(name: string): readonly Input[] | null {
  const library = asLibrary(PKG_CONFIG.get(name));
  return library && [{ attr: 'pkg-config', as: 'nativeBuildInputs' }, ...library];
}

/** A program that a build runs: `pg_config`, `cmake`. */
export function inputsOfProgram(name: string): readonly Input[] | null {
  const tool = TOOLS.get(name);
  if (tool !== undefined) return [{ attr: tool, as: 'nativeBuildInputs' }];
  const library = PROGRAMS.get(name);
  if (library === undefined) return null;
  // PostgreSQL's own split its tool off (nixpkgs-renames.json); with all others it is in the library.
  const attr = name === 'pg_config' ? 'libpq.pg_config' : library;
  return [
    { attr, as: 'nativeBuildInputs' },
    { attr: library, as: 'buildInputs' },
  ];
}

/** A library or program by the name that people give it: its nixpkgs attribute, its `.pc` file, its program. */
export function inputsOfName(name: string): readonly Input[] | null {
  const attr = ATTRS.get(name);
  if (attr !== undefined) return [{ attr, as: 'buildInputs' }];
  if (Object.hasOwn(table.tools, name)) return [{ attr: name, as: 'nativeBuildInputs' }];
  return asLibrary(PKG_CONFIG.get(name)) ?? inputsOfProgram(name);
}

/** The attributes of all libraries and tools that `inputsOfName` finds by the last part of their own name. */
export function namedAttributes(): readonly string[] {
  const tools = Object.keys(table.tools).filter((attr) => !attr.includes('.'));
  return [...new Set([...ATTRS.values(), ...tools])];
}

/** The attribute for a shared library that a wheel links: `libpq.so.5`. */
export function attrOfSharedLibrary(file: string): string | null {
  const name = /^lib([^/]{1,60}?)\.so(?:\.[\d.]*)?$/.exec(file)?.[1];
  if (name === undefined) return null;
  return WHEEL_LIBRARIES.get(name) ?? LIBRARIES.get(name) ?? null;
}

/** The package of the Python set that brings a module which builds import: `flit_core.buildapi`. */
export function buildSystemOfModule(module: string): string | null {
  const [first = '', second = ''] = module.split('.', 2);
  return MODULES.get(`${first}.${second}`) ?? MODULES.get(first) ?? null;
}

/** Whether a package of this name (PEP 503) is known to build others. */
export function isBuildSystem(name: string): boolean {
  return Object.hasOwn(table.modules, name);
}

function asLibrary(attr: string | undefined): readonly Input[] | null {
  return attr === undefined ? null : [{ attr, as: 'buildInputs' }];
}

interface LibraryRow {
  readonly attr: string;
  readonly headers?: readonly string[];
  readonly libraries?: readonly string[];
  readonly pkgConfig?: readonly string[];
  readonly programs?: readonly string[];
}

const ROWS: readonly LibraryRow[] = Object.values(table.libraries);
/** By the last part of the attribute: `libX11` for `xorg.libX11`. */
const ATTRS: ReadonlyMap<string, string> = new Map(
  ROWS.map(({ attr }) => [attr.slice(attr.lastIndexOf('.') + 1), attr]),
);
const HEADERS = byName('headers');
const LIBRARIES = byName('libraries');
const PKG_CONFIG = byName('pkgConfig');
const PROGRAMS = byName('programs');
const TOOLS = inverted(table.tools);
const WHEEL_LIBRARIES = inverted(table.wheelLibraries);
const MODULES = inverted(table.modules);

function byName(list: Exclude<keyof LibraryRow, 'attr'>): ReadonlyMap<string, string> {
  return new Map(ROWS.flatMap((row) => (row[list] ?? []).map((name) => [name, row.attr] as const)));
}

function inverted(names: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(names).flatMap(([to, list]) => list.map((name) => [name, to])));
}
