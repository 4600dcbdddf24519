import type { Conditions, InputList, SourceId } from './model.ts';

/** The reviewable text that the knowledge base is built from: `facts/<source>/<shard>.json`, described by `schema/facts.schema.json`. */
export interface FactsFile {
  readonly source: SourceId;
  /** Commit, release or date that names the state of the source. */
  readonly revision: string;
  /** ISO 8601 day of that state. */
  readonly date: string;
  /** Where in the source a person finds a package's facts; `{name}` stands for the package. */
  readonly ref: string;
  /** What a package's absence from a fact says: see `reconcile.ts`. */
  readonly role: SourceRole;
  /** By PEP 503 name. An empty list says: the source builds this package and lists nothing for it. */
  readonly packages: Readonly<Record<string, readonly SourceFact[]>>;
}

/**
 * How a source's statements count.
 * - `recipe`: builds the package from its source and lists what that takes, so that its silence counts too;
 * - `mention`: says what it says; its silence means nothing (an old revision, run-time dependencies).
 */
export type SourceRole = 'recipe' | 'mention';

/** One statement of one source about one package. */
export type SourceFact = SourceNeed & {
  /** The source itself makes it a feature that may be switched off. */
  readonly optional?: true;
  readonly when?: Conditions;
  /** Overrides the file's. */
  readonly ref?: string;
  /** The revisions of the source that say so, as `from..until` in commits of its main line; `from` is of them, `until` is not. */
  readonly during?: readonly string[];
  /** The source only names it there: whether it is taken, and when, is not known. */
  readonly named?: true;
};

export type SourceNeed =
  | { readonly kind: 'build-system'; readonly attr: string }
  /** `library` is the source's own name, mapped by `libraries.json`; `attr` a nixpkgs attribute. */
  | { readonly kind: 'native-input'; readonly attr: string; readonly as: InputList }
  | { readonly kind: 'native-input'; readonly library: string }
  | { readonly kind: 'wheel-library'; readonly attr: string }
  | { readonly kind: 'wheel-library'; readonly library: string }
  /** A library by its file name, which the patching of a wheel is told to pass over. */
  | { readonly kind: 'ignored-library'; readonly name: string }
  | { readonly kind: 'cargo-hash' }
  | { readonly kind: 'environment'; readonly name: string; readonly value: string }
  | { readonly kind: 'note'; readonly text: string };

/** One row of `libraries.json`: a source's library name and the nixpkgs attribute for it. */
export interface LibraryRow {
  /** Null where none is known. */
  readonly attr: string | null;
  readonly kind: 'library' | 'tool' | 'virtual' | 'python';
  /** What shows that the attribute exists; empty for an attribute that nothing confirms. */
  readonly verified: readonly string[];
  /** Whether it exists in nixpkgs of 2024 or later. */
  readonly current: boolean | 'unknown';
  readonly note?: string;
}

/** `libraries.json`, by `<source>:<library>`. */
export type LibraryTable = Readonly<Record<string, LibraryRow>>;

/** One hand-made decision over what the sources say: `corrections.json`. Applied in the order of the file. */
export type Correction = {
  readonly package: string;
  /** Why, in a sentence. */
  readonly reason: string;
  /** What a reader can check it against: a file of the package's source, a nixpkgs path, a document. */
  readonly reference: string;
} & (
  | {
      /** Changes facts that sources state, or adds one that none does. */
      readonly set: 'required' | 'optional' | 'absent';
      readonly kind: 'native-input' | 'wheel-library' | 'build-system' | 'cargo-hash';
      /** `*` stands for every attribute of the kind; left out for a cargo hash. */
      readonly attr?: string;
      readonly as?: InputList;
      readonly when?: Conditions;
      /** With `required`: written, and not warned of where it is not. */
      readonly likely?: true;
    }
  | { readonly note: string }
);

/** What poetry2nix's overrides do for a package beyond adding inputs: `facts/poetry2nix-defaults.json`. */
export interface DefaultsRow {
  readonly replaces?: readonly InputList[];
  readonly cargoVersions?: readonly string[];
  /** By version: the revisions that have its hash, as `SourceFact.during` writes them. */
  readonly cargoDuring?: Readonly<Record<string, readonly string[]>>;
  readonly cargoUnknown?: 'throws' | 'fake-hash';
  readonly prefersWheel?: true;
  /** The revisions that do, as `SourceFact.during` writes them. */
  readonly prefersWheelDuring?: readonly string[];
  readonly broken?: readonly {
    readonly why: string;
    readonly nixpkgsFrom: string;
    readonly when: Conditions;
  }[];
  readonly notes?: readonly string[];
}

export type DefaultsTable = Readonly<Record<string, DefaultsRow>>;
