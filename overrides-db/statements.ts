import { canonicalAttr, canonicalInputs } from './attributes.ts';
import type { Conditions, InputList, Need, Source } from './model.ts';
import type { FactsFile, LibraryTable, SourceFact } from './source-text.ts';

/** One source's facts on one package. */
export interface Testimony {
  readonly file: Omit<FactsFile, 'packages'>;
  readonly facts: readonly SourceFact[];
}

/** Sources that take from one another are one witness. */
export type Witness = 'poetry2nix' | 'hammer' | 'nixpkgs' | 'spack' | 'debian' | 'other';

/** A source's fact under canonical names. */
export interface Statement {
  readonly source: Source;
  readonly witness: Witness;
  /** Whether its silence on a need counts, and twice its word where it is nixpkgs' own current recipe. */
  readonly recipe: boolean;
  /** Null for a library without an attribute, a note, or a recipe that lists nothing. */
  readonly need: Need | null;
  readonly optional: boolean;
  readonly when: Conditions;
  /** The attribute as the source writes it, where that is another. */
  readonly written?: string;
  readonly during?: readonly string[];
  readonly named?: true;
  readonly unmapped?: string;
  readonly note?: string;
  /** Follows from a statement that is there too, so it is nothing that the source itself does. */
  readonly derived?: true;
}

const LINUX = ['x86_64-linux', 'aarch64-linux'] as const;

/** One source's facts on one package as statements; one without a need where it states nothing, so that its silence can count. */
export function statementsOf({ file, facts }: Testimony, libraries: LibraryTable): Statement[] {
  const head = { witness: witnessOf(file.source), recipe: file.role === 'recipe' };
  const silent = {
    ...head,
    source: sourceOf(file.source, file.ref),
    need: null,
    optional: false,
    when: {},
  };
  return [
    silent,
    ...facts.flatMap((fact) => {
      const statement: Statement = {
        ...head,
        source: sourceOf(file.source, fact.ref ?? file.ref),
        need: null,
        optional: fact.optional === true,
        when: conditionsOf(fact, head.witness),
        ...(fact.during === undefined ? {} : { during: fact.during }),
        ...(fact.named === undefined ? {} : { named: fact.named }),
      };
      return expand(fact, statement, libraries);
    }),
  ];
}

function expand(fact: SourceFact, base: Statement, libraries: LibraryTable): Statement[] {
  switch (fact.kind) {
    case 'note':
      return [{ ...base, note: fact.text }];
    case 'build-system':
      return [{ ...base, need: { kind: 'build-system', attr: fact.attr } }];
    case 'cargo-hash':
      return [{ ...base, need: { kind: 'cargo-hash' } }];
    case 'ignored-library':
      return [{ ...base, need: { kind: 'ignored-library', name: fact.name, by: null } }];
    case 'environment':
      return [{ ...base, need: { kind: 'environment', name: fact.name, value: fact.value } }];
    case 'native-input':
    case 'wheel-library': {
      const attr = 'attr' in fact ? fact.attr : attrOf(libraries, base.source.id, fact.library);
      if (attr === 'skip') return [];
      if (attr === null) {
        return 'library' in fact ? [{ ...base, unmapped: fact.library }] : [];
      }
      if (fact.kind === 'wheel-library') {
        return [named(base, { kind: 'wheel-library', attr: canonicalAttr(attr) }, attr)];
      }
      const as = 'as' in fact ? fact.as : listOf(libraries, base.source.id, fact.library);
      return canonicalInputs({ attr, as }).flatMap((input) =>
        inputs(base, attr, input.attr, input.as),
      );
    }
  }
}

/** What poetry2nix gives to wheels alone is what they link. An input that is not kept from wheels says nothing of them: most recipes just do not ask. */
function inputs(base: Statement, written: string, attr: string, as: InputList): Statement[] {
  const { distribution, ...rest } = base.when;
  const sdist = named(base, { kind: 'native-input', attr, as }, written);
  if (distribution !== 'wheel' || base.witness !== 'poetry2nix' || as === 'nativeBuildInputs')
    return [sdist];
  const wheel: Statement = {
    ...named(base, { kind: 'wheel-library', attr }, written),
    when: { ...rest, distribution: 'wheel' },
    derived: true,
  };
  return [sdist, wheel];
}

function named(base: Statement, need: Need, written: string): Statement {
  const differs = 'attr' in need && need.attr !== written;
  return { ...base, need, ...(differs ? { written } : {}) };
}

function conditionsOf(fact: SourceFact, witness: Witness): Conditions {
  const when = fact.when ?? {};
  const distribution =
    when.distribution ??
    (fact.kind === 'build-system' || fact.kind === 'cargo-hash' ? 'sdist' : undefined);
  return {
    ...when,
    ...(witness === 'debian' && when.systems === undefined ? { systems: LINUX } : {}),
    ...(distribution === undefined ? {} : { distribution }),
  };
}

/** The attribute for a source's library name; null where none is verified; `skip` for what is no native input. */
function attrOf(libraries: LibraryTable, source: string, library: string): string | null {
  const row = libraries[`${source}:${library}`];
  if (row === undefined) return null;
  if (row.kind === 'python') return 'skip';
  if (row.attr === null) return row.kind === 'tool' ? 'skip' : null;
  return row.verified.length === 0 || row.current === false ? null : row.attr;
}

function listOf(libraries: LibraryTable, source: string, library: string): InputList {
  return libraries[`${source}:${library}`]?.kind === 'tool' ? 'nativeBuildInputs' : 'buildInputs';
}

function sourceOf(id: Source['id'], ref: string): Source {
  return { id, ref };
}

function witnessOf(source: Source['id']): Witness {
  switch (source) {
    case 'poetry2nix':
    case 'spack':
    case 'debian':
      return source;
    case 'uv2nix_hammer_overrides':
      return 'hammer';
    case 'nixpkgs':
    case 'corepkgs':
      return 'nixpkgs';
    default:
      return 'other';
  }
}
