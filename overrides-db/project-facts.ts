import type {
  Conditions,
  Fact,
  InputList,
  KnowledgeBase,
  Need,
  PackageFacts,
  Source,
} from './model.ts';

/** One attribute that a project states, with what limits it. */
export interface ProjectInput {
  readonly attr: string;
  /** Shown, never warned of. */
  readonly optional?: boolean;
  readonly when?: Conditions;
}

/**
 * What a project states of one package: `[tool.pyproject-nix-ls.packages.<name>]`, described by
 * `schema/project-packages.schema.json`. A list that is there, even empty, replaces what is known of its kind.
 */
export interface ProjectPackage {
  /** PEP 503. */
  readonly name: string;
  readonly buildSystems?: readonly ProjectInput[];
  readonly buildInputs?: readonly ProjectInput[];
  readonly nativeBuildInputs?: readonly ProjectInput[];
  readonly propagatedBuildInputs?: readonly ProjectInput[];
  readonly wheelLibraries?: readonly ProjectInput[];
  readonly cargoHash?: boolean;
  readonly notes?: readonly string[];
}

/** The knowledge base with a project's own facts, which win over the bundled ones. `ref` says where they stand. */
export function withProjectFacts(
  base: KnowledgeBase,
  entries: readonly ProjectPackage[],
  ref = 'pyproject.toml',
): KnowledgeBase {
  if (entries.length === 0) return base;
  const source: Source = { id: 'project', ref };
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return {
    provenance: base.provenance,
    lookup(name) {
      const entry = byName.get(name);
      const known = base.lookup(name);
      return entry === undefined ? known : merge(known, entry, source);
    },
    *names(prefix = '') {
      const own = [...byName.keys()].filter((name) => name.startsWith(prefix));
      yield* new Set([...base.names(prefix), ...own].toSorted());
    },
  };
}

function merge(known: PackageFacts | null, entry: ProjectPackage, source: Source): PackageFacts {
  const own = projectFacts(entry, source);
  const replaced = new Set(own.replaces);
  return {
    name: entry.name,
    facts: [...(known?.facts.filter(({ need }) => !replaced.has(need.kind)) ?? []), ...own.facts],
    poetry2nix: known?.poetry2nix ?? null,
    unmapped: replaced.has('native-input') ? [] : (known?.unmapped ?? []),
    notes: [...(entry.notes ?? []), ...(known?.notes ?? [])],
  };
}

function projectFacts(
  entry: ProjectPackage,
  source: Source,
): { facts: Fact[]; replaces: Need['kind'][] } {
  const facts: Fact[] = [];
  const replaces = new Set<Need['kind']>();
  const add = (
    inputs: readonly ProjectInput[] | undefined,
    toNeed: (attr: string) => Need,
  ): void => {
    if (inputs === undefined) return;
    replaces.add(toNeed('').kind);
    for (const input of inputs) facts.push(factOf(toNeed(input.attr), input, source));
  };
  add(entry.buildSystems, (attr) => ({ kind: 'build-system', attr }));
  add(entry.buildInputs, inputsAs('buildInputs'));
  add(entry.nativeBuildInputs, inputsAs('nativeBuildInputs'));
  add(entry.propagatedBuildInputs, inputsAs('propagatedBuildInputs'));
  add(entry.wheelLibraries, (attr) => ({ kind: 'wheel-library', attr }));
  if (entry.cargoHash !== undefined) {
    add(entry.cargoHash ? [{ attr: '' }] : [], () => ({ kind: 'cargo-hash' }));
  }
  return { facts, replaces: [...replaces] };
}

function inputsAs(as: InputList): (attr: string) => Need {
  return (attr) => ({ kind: 'native-input', attr, as });
}

function factOf(need: Need, { optional, when }: ProjectInput, source: Source): Fact {
  const distribution = need.kind === 'wheel-library' ? 'wheel' : 'sdist';
  return {
    need,
    required: optional !== true,
    when: { distribution, ...when },
    sources: [source],
  };
}
