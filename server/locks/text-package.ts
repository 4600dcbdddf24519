import type { Version } from '../python/model.ts';
import { normalizeName } from '../python/names.ts';
import { parseVersion } from '../python/version.ts';
import type { Span } from '../text.ts';
import type { Located, LocatedTable } from './located.ts';
import { asString, member } from './located.ts';
import type { PackageText } from './package-sections.ts';

/** What packages of all locks in TOML have in common. The table is joined once, when something of it is asked. */
export abstract class TextPackage {
  readonly name: string;
  readonly rawName: string;
  readonly version: string | null;
  readonly headerSpan: Span;
  readonly #text: PackageText;
  #table: LocatedTable | null = null;
  #parsedVersion: Version | null | undefined;

  constructor(text: PackageText) {
    this.rawName = text.rawName;
    this.name = normalizeName(text.rawName);
    this.version = text.version;
    this.headerSpan = text.headerSpan;
    this.#text = text;
  }

  get parsedVersion(): Version | null {
    if (this.#parsedVersion === undefined)
      this.#parsedVersion = this.version === null ? null : parseVersion(this.version);
    return this.#parsedVersion;
  }

  get identity(): object | undefined {
    return this.#text.identity;
  }

  get span(): Span {
    return this.#text.span;
  }

  get nameSpan(): Span {
    return asString(this.member('name'))?.span ?? this.headerSpan;
  }

  get versionSpan(): Span | null {
    return asString(this.member('version'))?.span ?? null;
  }

  protected member(key: string): Located | undefined {
    return member((this.#table ??= this.#text.table()), key);
  }
}
