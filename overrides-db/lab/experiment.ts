import { build, type Built, type Imports, type Result } from './build.ts';
import { filesOf, type FilesOfNeed, layersOf, type Provided } from './debian.ts';
import { excerptOf, tellingLine } from './excerpt.ts';
import type { Laboratory } from './laboratory.ts';
import type { BuildRow, NeedRow } from '../build-row.ts';

/** What one release is built with. */
export interface Trial {
  readonly sdist: string;
  /** The build environment and the vendored crates. */
  readonly layers: readonly string[];
  readonly required: readonly Provided[];
  /** All that is known: what is called required, and what is called optional. */
  readonly known: readonly Provided[];
  /** What Debian builds it with, where it is packaged there. */
  readonly debian: readonly Provided[];
  /** Keeps an excerpt of a log; its name. */
  readonly keep: (excerpt: string) => string;
}

export interface Findings {
  readonly builds: readonly BuildRow[];
  readonly needs: readonly NeedRow[];
  readonly links: readonly string[];
  readonly imports?: Imports;
  readonly verdict: 'bare' | 'needs' | 'inconclusive';
  readonly cause?: string;
}

/** Builds bare, then with more and more until it succeeds, then leaves out one need after the other. */
export async function experiment(lab: Laboratory, trial: Trial): Promise<Findings> {
  const builds: BuildRow[] = [];
  const builder = new Builder(lab, trial);
  const attempt = async (name: string, needs: readonly Provided[]): Promise<Built> => {
    const built = await builder.with(needs);
    builds.push({ with: name, outcome: built.outcome, ...told(built, trial, null) });
    return built;
  };
  const bare = await attempt('nothing', []);
  if (bare.outcome === 'out-of-time') return inconclusive(builds, 'out of time without anything');
  let tried: Built = bare;
  let given: readonly Provided[] = [];
  for (const [name, needs] of stages(trial)) {
    // Once it builds, what else is known can only add features: one build with all of it shows them.
    if (tried.outcome === 'built' && name !== 'known') continue;
    if (needs.length === given.length) continue;
    const built = await attempt(name, needs);
    if (built.outcome === 'out-of-time')
      return inconclusive(builds, `out of time with what is ${name}`);
    if (built.outcome === 'failed' && tried.outcome === 'built') continue;
    tried = built;
    given = needs;
  }
  if (tried.outcome !== 'built' || tried.result === undefined)
    return inconclusive(builds, tellingLine(tried.log, null));
  const needs = await leaveOut(builder, given, tried, tried.result);
  return {
    builds,
    links: tried.result.links,
    ...(tried.result.imports === null ? {} : { imports: tried.result.imports }),
    needs: bare.outcome === 'built' ? needs : await withAlternatives(builder, given, needs),
    verdict: bare.outcome === 'built' ? 'bare' : 'needs',
  };
}

function stages({ required, known, debian }: Trial): [string, readonly Provided[]][] {
  const all = joined(known, debian);
  return [
    ['required', required],
    ['known', known],
    ['debian', all],
  ];
}

/**
 * Takes away one need after the other. What is not missed stays away, so that what is left in the end is needed each
 * by itself. A need of which the build looked at no file is not missed.
 */
async function leaveOut(
  builder: Builder,
  given: readonly Provided[],
  full: Built,
  result: Result,
): Promise<NeedRow[]> {
  let left = given;
  const needs: NeedRow[] = [];
  for (const need of given) {
    const row = { attrs: need.attrs, packages: need.packages };
    const others = left.filter((one) => one !== need);
    const opened = openedOf(full, await filesOf(builder.lab, need, others));
    const links = result.links.filter((name) => opened.libraries.has(name));
    // What is linked and not opened is of the root itself (libudev.so.1): nothing can be told of it.
    if (opened.all.length === 0) {
      left = others;
      needs.push({ ...row, verdict: 'unused', ...(links.length > 0 ? { links } : {}) });
      continue;
    }
    const built = await builder.with(others, need);
    const seen = { ...opened.shown, ...(links.length > 0 ? { links } : {}) };

    if (built.outcome !== 'built' || built.result === undefined) {
      needs.push({ ...row, verdict: 'needed', ...told(built, builder.trial, full), ...seen });
      continue;
    }
    const failure = failsWithout(result.imports, built.result.imports);
    if (failure !== null) {
      needs.push({ ...row, verdict: 'loaded', line: failure, ...seen });
      continue;
    }
    const loses = lost(result, built.result);
    if (loses.length === 0) left = others;
    needs.push({
      ...row,
      verdict: loses.length === 0 ? 'unused' : 'feature',
      ...seen,
      ...(loses.length > 0 ? { loses } : {}),
    });
  }
  return needs;
}

/** Of what can each be left out, one has to stay where the build fails without all of it. */
async function withAlternatives(
  builder: Builder,
  given: readonly Provided[],
  needs: readonly NeedRow[],
): Promise<readonly NeedRow[]> {
  const features = needs.filter(({ verdict }) => verdict === 'feature');
  if (features.length < 2) return needs;
  const staying = new Set(
    needs.flatMap(({ verdict, attrs }) =>
      verdict === 'needed' || verdict === 'loaded' ? attrs : [],
    ),
  );
  const built = await builder.with(
    given.filter(({ attrs }) => attrs.some((attr) => staying.has(attr))),
  );
  if (built.outcome === 'built') return needs;
  return needs.map((need) =>
    need.verdict === 'feature'
      ? {
          ...need,
          instead: features.filter((other) => other !== need).flatMap(({ attrs }) => attrs),
        }
      : need,
  );
}

/** Builds one release; a set of needs that was built with already is not built with again. */
class Builder {
  readonly lab: Laboratory;
  readonly trial: Trial;
  readonly #done = new Map<string, Built>();

  constructor(lab: Laboratory, trial: Trial) {
    this.lab = lab;
    this.trial = trial;
  }

  async with(needs: readonly Provided[], without?: Provided): Promise<Built> {
    const layers = await layersOf(this.lab, needs, without);
    const key = layers.join('\n');
    const known = this.#done.get(key);
    if (known !== undefined) return known;
    const built = await build(this.lab, this.trial.sdist, [
      ...new Set([...this.trial.layers, ...layers]),
    ]);
    this.#done.set(key, built);
    return built;
  }
}

/** The failure of an import that succeeds, or fails otherwise, with everything at hand. */
function failsWithout(whole: Imports | null, part: Imports | null): string | null {
  const failure = part?.failure;
  return whole === null || failure === undefined || failure === whole.failure ? null : failure;
}

function lost(whole: Result, part: Result): string[] {
  const links = new Set(part.links);
  const binaries = new Set(part.binaries);
  return [
    ...whole.links.filter((name) => !links.has(name)),
    ...whole.binaries.filter((name) => !binaries.has(name)),
  ].toSorted();
}

interface Opened {
  readonly all: readonly string[];
  readonly shown: Pick<NeedRow, 'headers' | 'pkgConfig' | 'programs' | 'loads'>;
  /** By the names that a result links them as. */
  readonly libraries: ReadonlySet<string>;
}

const SHOWN = 3;

function openedOf({ opened, loaded }: Built, { own, libraries: brought }: FilesOfNeed): Opened {
  const files = [...own];
  const loadedOfIt = [...new Set([...own, ...brought])].filter(
    (file) => /\.so(?:\.|$)/.test(file) && loaded.has(file),
  );
  const all = [
    ...new Set([...files.filter((file) => opened.has(file) || loaded.has(file)), ...loadedOfIt]),
  ].toSorted();
  const some = (pattern: RegExp): string[] =>
    all.filter((file) => pattern.test(file)).slice(0, SHOWN);
  const loads = loadedOfIt
    .map((file) => file.slice(file.lastIndexOf('/') + 1))
    .toSorted()
    .slice(0, SHOWN);
  const headers = some(/^\/usr\/(?:lib\/.*)?include\/|\.(?:h|hpp|hxx)$/);
  const pkgConfig = some(/\.pc$/);
  const programs = some(/^\/usr\/(?:s?bin|games)\//);
  const libraries = files
    .filter((file) => /\.so\.\d/.test(file))
    .map((file) => file.slice(file.lastIndexOf('/') + 1));
  const stems = files.flatMap((file) => /\/(lib[^/]+)\.so$/.exec(file)?.[1] ?? []);
  return {
    all,
    shown: {
      ...(headers.length > 0 ? { headers } : {}),
      ...(pkgConfig.length > 0 ? { pkgConfig } : {}),
      ...(programs.length > 0 ? { programs } : {}),
      ...(loads.length > 0 ? { loads } : {}),
    },
    libraries: new Libraries(libraries, stems),
  };
}

/** The sonames of a need's libraries: those that it has, and any version of those whose link it has. */
class Libraries extends Set<string> {
  readonly #stems: readonly string[];

  constructor(names: readonly string[], stems: readonly string[]) {
    super(names);
    this.#stems = stems;
  }

  override has(name: string): boolean {
    return super.has(name) || this.#stems.some((stem) => name.startsWith(`${stem}.so`));
  }
}

/** The line and the excerpt of a failure; `success` is a build of the same that succeeded, whose words say nothing. */
function told(
  built: Built,
  { keep }: Trial,
  success: Built | null,
): { line?: string; log?: string } {
  if (built.outcome === 'built') return {};
  const line = tellingLine(built.log, success?.log ?? null);
  return { line, log: keep(excerptOf(built.log, line)) };
}

function inconclusive(builds: BuildRow[], cause: string): Findings {
  return { builds, needs: [], links: [], verdict: 'inconclusive', cause };
}

function joined(a: readonly Provided[], b: readonly Provided[]): Provided[] {
  const named = new Set(a.flatMap(({ packages }) => packages));
  return [...a, ...b.filter(({ packages }) => !packages.every((name) => named.has(name)))];
}
