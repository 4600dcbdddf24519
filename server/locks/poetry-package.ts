import { normalizeName } from '../python/names.ts';
import type { Span } from '../text.ts';
import type { Located, LocatedTable } from './located.ts';
import { asBoolean, asItems, asString, asTable, asText, asTexts, member } from './located.ts';
import type { LockedDependency, LockedFile, LockedPackage, LockedSource } from './model.ts';
import type { PackageText } from './package-sections.ts';
import { lockedFiles } from './poetry-files.ts';
import type { LegacyFiles } from './poetry-files.ts';
import { TextPackage } from './text-package.ts';
import { memoize } from '../memoize.ts';

/** A package of a `poetry.lock`; what is read once is kept. */
export class PoetryPackage extends TextPackage implements LockedPackage {
  readonly #legacyFiles: () => LegacyFiles;
  readonly #isWhole: () => boolean;
  #files: readonly LockedFile[] | null = null;
  #dependencies: readonly LockedDependency[] | null = null;

  /** @param isWhole whether no package of the lock has files elsewhere. */
  constructor(text: PackageText, legacyFiles: () => LegacyFiles, isWhole: () => boolean) {
    super(text);
    this.#legacyFiles = legacyFiles;
    this.#isWhole = isWhole;
  }

  override get identity(): object | undefined {
    return this.#isWhole() ? super.identity : undefined;
  }

  get files(): readonly LockedFile[] {
    return (this.#files ??= this.#readFiles());
  }

  get dependencies(): readonly LockedDependency[] {
    return (this.#dependencies ??= readDependencies(this.member('dependencies')));
  }

  get optional(): boolean {
    return asBoolean(this.member('optional')) ?? false;
  }

  get pythonVersions(): string | null {
    return asText(this.member('python-versions'));
  }

  get pythonVersionsSpan(): Span | null {
    return asString(this.member('python-versions'))?.span ?? null;
  }

  get groups(): readonly string[] {
    const groups = this.member('groups');
    if (groups !== undefined) return asTexts(groups);
    const category = asText(this.member('category'));
    return category === null ? [] : [category];
  }

  get markers(): string | ReadonlyMap<string, string> | null {
    const markers = this.member('markers') ?? this.member('marker');
    const table = asTable(markers);
    return table === null ? asText(markers) : textsOf(table);
  }

  get source(): LockedSource | null {
    const source = asTable(this.member('source'));
    if (source === null) return null;
    return {
      type: asText(member(source, 'type')) ?? '',
      url: asText(member(source, 'url')),
      reference: asText(member(source, 'reference')),
      resolvedReference: asText(member(source, 'resolved_reference')),
      subdirectory: asText(member(source, 'subdirectory')),
    };
  }

  get extras(): ReadonlyMap<string, readonly string[]> {
    const extras = new Map<string, readonly string[]>();
    for (const [name, { value }] of asTable(this.member('extras')) ?? [])
      extras.set(name, asTexts(value));
    return extras;
  }

  #readFiles(): readonly LockedFile[] {
    const { identity } = this;
    const read = (): readonly LockedFile[] =>
      lockedFiles(this.member('files'), this, this.#legacyFiles);
    return identity === undefined ? read() : memoize(filesOf, identity, read);
  }
}

/** They have no place in the text, so that they are read once for all versions of a lock. Bench: a key in a lock. */
const filesOf = new WeakMap<object, readonly LockedFile[]>();

function textsOf(table: LocatedTable): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const [key, { value }] of table) {
    const text = asText(value);
    if (text !== null) texts.set(key, text);
  }
  return texts;
}

/** A dependency is a constraint, a table, or a list of either: one entry for each. */
function readDependencies(located: Located | undefined): readonly LockedDependency[] {
  const dependencies: LockedDependency[] = [];
  for (const [rawName, { keySpan, value }] of asTable(located) ?? []) {
    const items = asItems(value);
    const isList =
      value.kind === 'tables' || (value.kind === 'value' && value.value.kind === 'array');
    for (const item of isList ? items : [value])
      dependencies.push(readDependency(normalizeName(rawName), keySpan, item));
  }
  return dependencies;
}

function readDependency(name: string, nameSpan: Span, located: Located): LockedDependency {
  const table = asTable(located) ?? new Map();
  return {
    name,
    nameSpan,
    constraint: asText(located) ?? asText(member(table, 'version')),
    marker: asText(member(table, 'markers')),
    extras: asTexts(member(table, 'extras')),
    optional: asBoolean(member(table, 'optional')) ?? false,
  };
}
