import type { Fact, PackageFacts, SourceId } from '../../../overrides-db/model.ts';
import type { LockedPackage } from '../../locks/model.ts';
import type { GeneratedReading, OverrideEntry, ShellReading, TargetUse } from '../../nix/api.ts';
import { holds, type Circumstances } from '../../targets/conditions.ts';
import {
  kindOf,
  type BuildSettings,
  type DefaultAnswer,
  type Distribution,
  type Pin,
  type Target,
} from '../../targets/model.ts';
import { carries, isBuildSystem } from '../../targets/needs.ts';
import type { JudgedNeed, Provider } from '../model.ts';

/** One package as one use builds it. `locked` and `version` are null before it is locked. */
export interface Build {
  readonly locked: LockedPackage | null;
  readonly version: Circumstances['version'];
  readonly distribution: Distribution;
  /** Null where neither a Nix file nor a setting names one. */
  readonly target: Target | null;
  /** Null where no Nix file was found: then nothing is known to be missing. */
  readonly use: TargetUse | null;
  readonly builds: BuildSettings;
  readonly pin: Pin | null;
}

/** A need with everything but the last word on whether to warn, which waits for whether the package is built. */
export interface NeedAnswer extends Omit<JudgedNeed, 'warn'> {
  /** Required, attested, provided by nobody, and everything on the way was understood. */
  readonly missing: boolean;
}

/** Every need that may hold for the build, and who provides it. */
export function judgeNeeds(facts: PackageFacts, build: Build): readonly NeedAnswer[] {
  const answers = facts.facts.flatMap((fact) => {
    const circumstances = circumstancesWhere(fact, build);
    return circumstances === null ? [] : [{ fact, ...circumstances }];
  });
  const provided = answers.map(({ fact, at, certain }) => ({
    fact,
    certain,
    ...provider(fact, at, facts, build),
  }));
  const hasBuildSystem = provided.some(
    ({ fact: { need }, provider: by }) =>
      need.kind === 'build-system' &&
      !INSTALLERS.has(need.attr) &&
      by !== 'nobody' &&
      (by !== 'unknown' || build.use !== null),
  );
  const hasRequiredOne = answers.some(
    ({ fact: { need, required } }) => need.kind === 'build-system' && required,
  );
  return provided.map((answer) => {
    const {
      fact,
      certain,
      provider: by,
      because,
      file,
      buildsWithout,
      unprovidedByTarget,
    } = answer;
    // PEP 517: no sdist builds without a build system, so that one witness of which it is will do.
    // What is optional is only taken for it where nothing is known to be required (pytest-runner is not).
    const isOnlyBackend =
      fact.need.kind === 'build-system' && !hasBuildSystem && (fact.required || !hasRequiredOne);
    const isAlternative = hasBuildSystem && isOfAnyVersion(fact);
    const { target, distribution } = build;
    const unprovided =
      unprovidedByTarget === true &&
      buildsWithout !== true &&
      certain &&
      distribution.kind !== 'unknown' &&
      distribution.kind !== 'unusable' &&
      target !== null &&
      (isOnlyBackend || (fact.required && isAttested(fact, target) && !isAlternative));
    return {
      fact: isOnlyBackend ? { ...fact, required: true } : fact,
      provider: by,
      because,
      ...(file === undefined ? {} : { file }),
      unprovided,
      missing: unprovided && by === 'nobody' && target.defaultsAreKnown,
    };
  });
}

/**
 * Whether a build system is stated without the release that it begins with. poetry2nix's table lists what a
 * package has been built with over the years (docutils: setuptools, flit-core) and gives all of it to
 * every version: beside one that is provided, another such is no sign that this version wants it.
 */
function isOfAnyVersion({ need, sources, when }: Fact): boolean {
  return (
    need.kind === 'build-system' &&
    !sources.some(({ id }) => id === 'review' || id === 'project') &&
    (when.versions ?? [{}]).some(({ from }) => from === undefined)
  );
}

/** Build requirements that build nothing themselves. */
const INSTALLERS: ReadonlySet<string> = new Set(['pip', 'wheel']);

const EITHER_KIND = ['sdist', 'wheel'] as const;

/** The first circumstances in which the fact holds; `certain` false where it only may; null where it cannot. */
function circumstancesWhere(
  fact: Fact,
  { version, distribution, builds }: Build,
): { readonly at: Circumstances; readonly certain: boolean } | null {
  if (fact.need.kind === 'wheel-library' && distribution.kind === 'sdist') return null;
  let possible: Circumstances | null = null;
  const kinds = distribution.kind === 'either' ? EITHER_KIND : [kindOf(distribution)];
  for (const [system, kind] of builds.systems.flatMap((each) =>
    kinds.map((one) => [each, one] as const),
  )) {
    const cases = (builds.pythons.length === 0 ? [null] : builds.pythons).map((python) => ({
      version,
      system,
      distribution: kind,
      python,
    }));
    const answers = cases.map((at) => holds(fact.when, at));
    const [first] = cases;
    // Interpreters that disagree leave it open; a need of one configured system is a need.
    if (first !== undefined && answers.every((answer) => answer === true)) {
      return { at: { ...first, python: cases.length === 1 ? first.python : null }, certain: true };
    }
    possible ??= cases.find((_, index) => answers[index] !== false) ?? null;
  }
  return possible === null ? null : { at: possible, certain: false };
}

interface ProviderAnswer {
  readonly provider: Provider;
  readonly because: string;
  readonly file?: string;
  /** Neither the defaults of the target nor, where there is one, a Nix file is known to provide it. */
  readonly unprovidedByTarget?: boolean;
  readonly buildsWithout?: boolean;
}

function provider(
  fact: Fact,
  at: Circumstances,
  facts: PackageFacts,
  build: Build,
): ProviderAnswer {
  const { use, target, locked } = build;
  if (target === null) return { provider: 'unknown', because: 'no Nix file uses the project' };

  const entries = (use?.overrides.entries ?? []).filter((entry) => entry.normalized === facts.name);
  const providing = entries.filter((candidate) => provides(candidate, fact));
  const entry = providing.find(({ conditional }) => !conditional);
  if (entry !== undefined) {
    const { file } = entry;
    return { provider: 'project-nix', because: `${baseName(file)} provides it`, file };
  }
  const [maybe] = providing;
  if (maybe !== undefined) {
    return {
      provider: 'unknown',
      because: `a condition decides on the override in ${baseName(maybe.file)}`,
    };
  }
  if (use?.shell !== undefined && shellHolds(use.shell, fact)) {
    const { file } = use;
    return { provider: 'project-nix', because: `the shell in ${baseName(file)} holds it`, file };
  }
  if (use?.generated !== undefined && isGenerated(use.generated, fact, facts.name)) {
    const { file } = use.generated;
    return { provider: 'project-nix', because: `${baseName(file)} has it`, file };
  }
  if (fact.need.kind === 'build-system' && locked !== null && dependsOn(locked, fact.need.attr)) {
    return { provider: 'target-defaults', because: 'it is a dependency of the package' };
  }
  if (fact.need.kind === 'build-system' && isLocal(locked) && target.id === 'poetry2nix') {
    return {
      provider: 'target-defaults',
      because: 'poetry2nix reads the build system of a package in a folder',
    };
  }
  const byDefault = defaultAnswer(fact, at, facts, build, target, entries);
  if (byDefault.answer === 'provided') {
    return { provider: 'target-defaults', because: byDefault.because };
  }
  if (use === null) {
    return {
      provider: 'unknown',
      because: 'no Nix file uses the project',
      unprovidedByTarget: byDefault.answer === 'not-provided' || !target.defaultsAreKnown,
      buildsWithout: byDefault.answer === 'not-provided' && byDefault.buildsWithout === true,
    };
  }
  if (!use.overrides.understood) return { provider: 'unknown', because: use.overrides.why };
  if (use.shell?.complete === false) {
    return { provider: 'unknown', because: `the shell in ${baseName(use.file)} is not read whole` };
  }
  const opaque = entries.find((candidate) => hidesInputs(candidate));
  if (opaque !== undefined) {
    return {
      provider: 'unknown',
      because: `${baseName(opaque.file)} overrides it in a way that is not read`,
    };
  }
  return byDefault.answer === 'unknown'
    ? { provider: 'unknown', because: byDefault.because }
    : {
        provider: 'nobody',
        because: byDefault.because,
        unprovidedByTarget: true,
        buildsWithout: byDefault.buildsWithout === true,
      };
}

function defaultAnswer(
  fact: Fact,
  at: Circumstances,
  facts: PackageFacts,
  { use, pin }: Build,
  target: Target,
  entries: readonly OverrideEntry[],
): DefaultAnswer {
  const applied = use?.overrides.defaults ?? { known: true as const, value: true };
  if (!applied.known) return { answer: 'unknown', because: applied.why };
  if (!applied.value) {
    return { answer: 'not-provided', because: `${target.label}'s defaults are not applied` };
  }
  const answer = target.defaults(facts, fact, at, pin);
  const replaced = entries.some(
    (entry) => !entry.beforeDefaults && entry.lists.some((list) => list.replaces),
  );
  return answer.answer === 'provided' && replaced
    ? { answer: 'unknown', because: 'an override replaces what the defaults set' }
    : answer;
}

/** Sources that build what is published on the index and add only what it lacks. */
const BUILD_AS_PUBLISHED: ReadonlySet<SourceId> = new Set([
  'poetry2nix',
  'uv2nix_hammer_overrides',
]);

/**
 * The target's own source, a review, the project itself, or two sources of which one builds the
 * package as it is published. Distributions and Spack also build with libraries that an sdist
 * brings along (PyNaCl and libsodium, xxhash), so that their agreement does not show a need.
 */
function isAttested({ sources }: Fact, target: Target): boolean {
  const ids = new Set<SourceId>(sources.map(({ id }) => (id === 'corepkgs' ? 'nixpkgs' : id)));
  if (ids.has('review') || ids.has('project')) return true;
  if (target.id === 'poetry2nix' && ids.has('poetry2nix')) return true;
  return ids.size >= 2 && [...ids].some((id) => BUILD_AS_PUBLISHED.has(id));
}

function provides(entry: OverrideEntry, { need }: Fact): boolean {
  switch (need.kind) {
    case 'build-system':
      return entry.lists.some(({ attrs }) => attrs.some((attr) => isBuildSystem(attr, need.attr)));
    case 'native-input':
    case 'wheel-library':
      return entry.lists.some(({ attrs }) => attrs.some((attr) => carries(attr, need.attr)));
    case 'cargo-hash':
      return entry.sets.some((name) => name === 'cargoDeps' || name === 'cargoHash');
    case 'environment':
      return entry.sets.includes(need.name);
  }
}

function shellHolds({ packages, libraryPath }: ShellReading, { need }: Fact): boolean {
  if (need.kind !== 'native-input' && need.kind !== 'wheel-library') return false;
  return [...packages, ...(libraryPath ?? [])].some((attr) => carries(attr, need.attr));
}

/** From `-E`, or found by pypi2nix itself. */
function isGenerated(
  { inputs, packages }: GeneratedReading,
  { need }: Fact,
  name: string,
): boolean {
  if (need.kind === 'build-system')
    return packages.get(name)?.buildInputs.some((attr) => isBuildSystem(attr, need.attr)) ?? false;
  return need.kind === 'native-input' && inputs.some((attr) => carries(attr, need.attr));
}

/** An override whose inputs cannot be listed: what it leaves out is not known. */
function hidesInputs(entry: OverrideEntry): boolean {
  return (
    entry.opaque ||
    entry.conditional ||
    entry.lists.some(({ complete }) => !complete) ||
    entry.sets.some((name) => OPAQUE_ATTRIBUTES.has(name))
  );
}

/** Attributes through which an override may provide a library or leave out the code that wants it. */
const OPAQUE_ATTRIBUTES: ReadonlySet<string> = new Set([
  'src',
  'format',
  'patches',
  'postPatch',
  'prePatch',
  'patchPhase',
  'preBuild',
  'preConfigure',
  'configurePhase',
  'buildPhase',
  'env',
  'dependencies',
  'build-system',
  'pyproject',
]);

function dependsOn(locked: LockedPackage, name: string): boolean {
  return locked.dependencies.some((dependency) => dependency.name === name);
}

function isLocal(locked: LockedPackage | null): boolean {
  return locked?.source?.type === 'directory' || locked?.source?.type === 'editable';
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
