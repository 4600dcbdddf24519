import { parseRequirement } from '../python/requirement.ts';
import type { Span } from '../text.ts';
import type { Located, LocatedTable } from './located.ts';
import { asItems, asString, asTable, asText, asTexts, member } from './located.ts';
import type { LockedDependency, LockedFile, LockedPackage, LockedSource } from './model.ts';
import type { PackageText } from './package-sections.ts';
import { normalizeName } from '../python/names.ts';
import { TextPackage } from './text-package.ts';
import { isProblem } from '../python/problem.ts';

/** A package of a `pdm.lock`; what is read once is kept. One that is asked for with extras stands there once more. */
export class PdmPackage extends TextPackage implements LockedPackage {
  /** PDM says by groups alone who needs a package. */
  readonly optional: boolean = false;
  readonly extras: ReadonlyMap<string, readonly string[]> = new Map();
  readonly #legacyFiles: () => LocatedTable;
  #files: readonly LockedFile[] | null = null;
  #dependencies: readonly LockedDependency[] | null = null;

  constructor(text: PackageText, legacyFiles: () => LocatedTable) {
    super(text);
    this.#legacyFiles = legacyFiles;
  }

  override get identity(): object | undefined {
    return this.#legacyFiles().size === 0 ? super.identity : undefined;
  }

  get files(): readonly LockedFile[] {
    return (this.#files ??= this.#readFiles());
  }

  get dependencies(): readonly LockedDependency[] {
    return (this.#dependencies ??= asItems(this.member('dependencies')).flatMap(readDependency));
  }

  get pythonVersions(): string | null {
    return asText(this.member('requires_python'));
  }

  get pythonVersionsSpan(): Span | null {
    return asString(this.member('requires_python'))?.span ?? null;
  }

  get groups(): readonly string[] {
    return asTexts(this.member('groups'));
  }

  get markers(): string | null {
    return asText(this.member('marker'));
  }

  get source(): LockedSource | null {
    const textOf = (key: string): string | null => asText(this.member(key));
    const rest = {
      reference: textOf('ref'),
      resolvedReference: textOf('revision'),
      subdirectory: textOf('subdirectory'),
    };
    for (const type of ['git', 'hg', 'svn', 'bzr', 'url'] as const) {
      const url = textOf(type);
      if (url !== null) return { type, url, ...rest };
    }
    const path = textOf('path');
    if (path === null) return null;
    const isFile = /\.(?:whl|zip|tgz|tar(?:\.[a-z0-9]+)?)$/i.test(path);
    return { type: isFile ? 'file' : 'directory', url: path, ...rest };
  }

  /** Locks before 4.3 list all files in `[metadata.files]`, by name and version. */
  #readFiles(): readonly LockedFile[] {
    const own = this.member('files');
    if (own !== undefined) return asItems(own).flatMap(readFile);
    const key = `${this.rawName} ${this.version ?? ''}`;
    return asItems(member(this.#legacyFiles(), key)).flatMap(readFile);
  }
}

function readFile(located: Located): LockedFile[] {
  const table = asTable(located);
  if (table === null) return [];
  const name = asText(member(table, 'file')) ?? lastSegment(asText(member(table, 'url')));
  return name === null ? [] : [{ name, hash: asText(member(table, 'hash')) }];
}

function lastSegment(url: string | null): string | null {
  return url?.replace(/[?#].*$/s, '').replace(/^.*\//s, '') ?? null;
}

/** A PEP 508 string. Its name stands first, before anything that TOML may have escaped. */
function readDependency(located: Located): LockedDependency[] {
  const text = asString(located);
  const read = text === null ? null : parseRequirement(text.text);
  if (text === null || read === null || isProblem(read)) return [];
  const { start } = text.span;
  return [
    {
      name: normalizeName(read.name.text),
      nameSpan: { start: start + read.name.span.start, end: start + read.name.span.end },
      constraint: read.specifier?.text ?? null,
      marker: read.marker?.text ?? null,
      extras: read.extras.map((extra) => extra.text),
      optional: false,
    },
  ];
}
