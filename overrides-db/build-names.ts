import type { Input } from './attributes.ts';
import table from './build-names.json' with { type: 'json' };

/**
 * What a build that cannot find something needs. Every answer is null for a name that the table
 * does not have: nothing is derived from how a name looks.
 */

/** `libpq-fe.h`, `openssl/ssl.h`: as `#include` has it. */
export function inputsOfHeader(header: string): readonly Input[] | null {
  return asLibrary(ofHeader(HEADERS, header));
}

/** The package of the Python set whose headers a build includes: `numpy/arrayobject.h`. */
export function buildSystemOfHeader(header: string): string | null {
  return ofHeader(MODULE_HEADERS, header) ?? null;
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

/** A package as CMake's `find_package` has it, in whatever case. */
export function inputsOfCMakePackage(name: string): readonly Input[] | null {
  return asLibrary(CMAKE.get(name)) ?? inputsOfName(name);
}

/** A library or program by the name that people give it: its nixpkgs attribute, its `.pc` file, its program. */
export function inputsOfName(name: string): readonly Input[] | null {
  const attr = ATTRS.get(name);
  if (attr !== undefined) return [{ attr, as: 'buildInputs' }];
  if (Object.hasOwn(table.tools, name)) return [{ attr: name, as: 'nativeBuildInputs' }];
  return asLibrary(PKG_CONFIG.get(name)) ?? inputsOfProgram(name) ?? inputsOfLibrary(name);
}

/** Whether an attribute is a library's, and not a tool's alone. */
export function isLibraryAttribute(attr: string): boolean {
  return LIBRARY_ATTRS.has(attr);
}

/** The attributes of all libraries and tools that `inputsOfName` finds by the last part of their own name. */
export function namedAttributes(): readonly string[] {
  const tools = Object.keys(table.tools).filter((attr) => !attr.includes('.'));
  return [...new Set([...ROWS.map(({ attr }) => attr), ...tools])];
}

/** The attribute for a shared library that a wheel links: `libpq.so.5`, `libpq.5.dylib`. */
export function attrOfSharedLibrary(file: string): string | null {
  const name = /^lib([^/]{1,60}?)(?:\.so(?:\.[\d.]*)?|(?:\.[\d.]{1,12})?\.dylib)$/.exec(file)?.[1];
  return name === undefined ? null : attrOfDlopen(name);
}

/**
 * The attribute for a library by the name that a program gives `dlopen`: `pq`, and with the number
 * of its interface behind it as Windows has it, `gobject-2.0-0`.
 */
export function attrOfDlopen(name: string): string | null {
  const withoutNumber = name.replace(/-\d{1,3}$/, '');
  const bare = withoutNumber.replace(/^lib/, '');
  const found = [name, withoutNumber, bare].flatMap(
    (one) => SHARED.get(one) ?? LIBRARIES.get(one) ?? [],
  );
  return found[0] ?? null;
}

/** The package of the Python set that brings a module which builds import: `flit_core.buildapi`. */
export function buildSystemOfModule(module: string): string | null {
  const [first = '', second = ''] = module.split('.', 2);
  return MODULES.get(`${first}.${second}`) ?? MODULES.get(first) ?? null;
}

/** Whether an attribute is a tool of builds, and no library's own program. */
export function isTool(attr: string): boolean {
  return Object.hasOwn(table.tools, attr);
}

/** Whether a package of this name (PEP 503) is known to build others. */
export function isBuildSystem(name: string): boolean {
  return Object.hasOwn(table.modules, name);
}

function asLibrary(attr: string | undefined): readonly Input[] | null {
  if (attr === undefined) return null;
  return [attr, ...(BESIDE.get(attr) ?? [])].map((each) => ({ attr: each, as: 'buildInputs' }));
}

interface LibraryRow {
  readonly attr: string;
  readonly beside?: readonly string[];
  readonly headers?: readonly string[];
  readonly libraries?: readonly string[];
  readonly pkgConfig?: readonly string[];
  readonly programs?: readonly string[];
  readonly cmake?: readonly string[];
}

/** Names to attributes. One that is not there as it is written is looked for without regard to case. */
class Names {
  readonly #exact: ReadonlyMap<string, string>;
  readonly #folded: ReadonlyMap<string, string>;

  constructor(names: readonly (readonly [name: string, attr: string])[]) {
    this.#exact = new Map(names);
    this.#folded = new Map(names.map(([name, attr]) => [name.toLowerCase(), attr]));
  }

  get(name: string): string | undefined {
    return this.#exact.get(name) ?? this.#folded.get(name.toLowerCase());
  }
}

/** By the header itself, or by the innermost folder that all headers of are known. */
function ofHeader(names: Names, header: string): string | undefined {
  const whole = names.get(header);
  if (whole !== undefined) return whole;
  for (let end = header.lastIndexOf('/'); end > 0; end = header.lastIndexOf('/', end - 1)) {
    const ofFolder = names.get(header.slice(0, end + 1));
    if (ofFolder !== undefined) return ofFolder;
  }
  return undefined;
}

const ROWS: readonly LibraryRow[] = Object.values(table.libraries);
/** By the last part of the attribute: `libX11` for `xorg.libX11`. */
const ATTRS = new Names(ROWS.map(({ attr }) => [attr.slice(attr.lastIndexOf('.') + 1), attr]));
const BESIDE: ReadonlyMap<string, readonly string[]> = new Map(
  ROWS.flatMap(({ attr, beside }) => (beside === undefined ? [] : [[attr, beside] as const])),
);
const LIBRARY_ATTRS: ReadonlySet<string> = new Set(ROWS.map(({ attr }) => attr));
const HEADERS = byName('headers');
const LIBRARIES = byName('libraries');
const PKG_CONFIG = byName('pkgConfig');
const PROGRAMS = byName('programs');
const CMAKE = byName('cmake');
const TOOLS = inverted(table.tools);
const SHARED = inverted(table.wheelLibraries);
const MODULES = new Map(pairs(table.modules));
const MODULE_HEADERS = inverted(table.moduleHeaders);

function byName(list: Exclude<keyof LibraryRow, 'attr' | 'beside'>): Names {
  return new Names(
    ROWS.flatMap((row) => (row[list] ?? []).map((name) => [name, row.attr] as const)),
  );
}

function inverted(names: Readonly<Record<string, readonly string[]>>): Names {
  return new Names(pairs(names));
}

function pairs(names: Readonly<Record<string, readonly string[]>>): readonly [string, string][] {
  return Object.entries(names).flatMap(([to, list]) =>
    list.map((name): [string, string] => [name, to]),
  );
}
