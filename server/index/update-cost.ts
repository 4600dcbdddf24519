import { bestFile, parseWheelFilename } from '../python/tags.ts';
import type { System } from '../../overrides-db/model.ts';
import type { LockedFile, LockedPackage } from '../locks/model.ts';
import type { Project, Release, Verdict } from '../project/model.ts';
import { interpreterVersions } from '../project/overrides/python-for.ts';
import { joinProject } from '../project/project.ts';
import { kindOf } from '../targets/model.ts';
import { needLabel } from '../targets/needs.ts';
import { enumeration } from '../words.ts';

/** What an update of a package changes for Nix. All lists are empty where nothing is known to change. */
export interface UpdateCost {
  /** Systems that have a wheel now and none then. */
  readonly wheelsLost: readonly System[];
  /** Systems that have none now, and one then. */
  readonly wheelsGained: readonly System[];
  /** Systems for which there is no file at all then. */
  readonly without: readonly System[];
  /** What is needed then and nobody provides, and is not missing now. */
  readonly missing: readonly MissingThen[];
}

/** What systems that are built alike lack. */
export interface MissingThen {
  /** For people. */
  readonly needs: readonly string[];
  readonly on: readonly System[];
  /** The kind of file that is built, where every way in which the project is built takes the same. */
  readonly builtFrom: 'sdist' | 'wheel' | null;
}

/** Compares a release with the one that is locked, by the files of both and by the project's own verdicts. */
export function updateCost(project: Project, locked: LockedPackage, release: Release): UpdateCost {
  const pythons = interpreterVersions(project);
  const { systems } = project.settings;
  // A lock without the names of its files says nothing of what is lost.
  const isKnown = locked.files.length > 0;
  const compared = systems.map((system) => ({
    system,
    now: kinds(locked.files, pythons, system),
    then: kinds(release.files, pythons, system),
  }));
  // Of interpreters of which some have a wheel and some have none, neither is said.
  const where = (holds: (one: (typeof compared)[number]) => boolean): readonly System[] =>
    compared.filter(holds).map(({ system }) => system);
  return {
    wheelsLost: where(({ now, then }) => isKnown && isWheel(now) && !then.has('wheel')),
    wheelsGained: where(({ now, then }) => isKnown && !now.has('wheel') && isWheel(then)),
    without: where(({ then }) => then.size === 1 && then.has(null)),
    missing: missingThen(project, locked, release),
  };
}

/**
 * A sentence for people: `9.3 has no wheel for aarch64-linux, unlike what is locked; from its sdist needs libfoo there,
 * which nobody provides.` Empty where nothing changes.
 */
export function costText(
  version: string,
  { wheelsLost, wheelsGained, without, missing }: UpdateCost,
  systems: readonly System[],
): string {
  const lost = wheelsLost.filter((system) => !without.includes(system));
  const parts = [
    ...(without.length > 0 ? [`has no file for ${enumeration(without)}`] : []),
    ...(lost.length > 0 ? [`has no wheel for ${enumeration(lost)}, unlike what is locked`] : []),
    ...(wheelsGained.length > 0
      ? [`has a wheel for ${enumeration(wheelsGained)}, where what is locked has none`]
      : []),
    ...missing.map(({ needs, on, builtFrom }) => {
      const from = builtFrom === null ? '' : `from its ${builtFrom} `;
      const there = on.length === systems.length ? '' : ` on ${enumeration(on)}`;
      return `${from}needs ${enumeration(needs)}${there}, which nobody provides`;
    }),
  ];
  return parts.length === 0 ? '' : `${version} ${parts.join('; ')}.`;
}

/** Each system by itself: where one is built from a wheel and another from an sdist, each has its own needs. */
function missingThen(
  project: Project,
  locked: LockedPackage,
  release: Release,
): readonly MissingThen[] {
  const groups = new Map<
    string,
    { needs: readonly string[]; on: System[]; builtFrom: MissingThen['builtFrom'] }
  >();
  for (const system of project.settings.systems) {
    const here = onSystem(project, system);
    const before = new Set(here.verdictsFor(locked).flatMap(missingOf));
    const after = here.verdictsOfRelease(locked, release);
    const needs = [...new Set(after.flatMap(missingOf))].filter((label) => !before.has(label));
    if (needs.length === 0) continue;
    const from = new Set(after.map(({ distribution }) => kindOf(distribution)));
    const [only = null] = from.size === 1 ? from : [];
    const key = JSON.stringify([needs, only]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { needs, on: [system], builtFrom: only });
    else group.on.push(system);
  }
  return [...groups.values()];
}

/** The project as if it was built on that system alone. */
function onSystem(project: Project, system: System): Project {
  if (project.settings.systems.length === 1) return project;
  const { input } = project;
  return joinProject({ ...input, settings: { ...input.settings, systems: [system] } });
}

type Kind = 'sdist' | 'wheel' | null;

/** The kinds of file that Pythons take; null among them where one finds none. */
function kinds(
  files: readonly LockedFile[],
  pythons: readonly string[],
  system: System,
): ReadonlySet<Kind> {
  return new Set(
    pythons.map((python) => {
      const file = bestFile(files, python, system);
      if (file === null) return null;
      return parseWheelFilename(file.name) === null ? 'sdist' : 'wheel';
    }),
  );
}

/** Whether every Python takes a wheel. */
function isWheel(of: ReadonlySet<Kind>): boolean {
  return of.size === 1 && of.has('wheel');
}

function missingOf({ needs }: Verdict): readonly string[] {
  return needs
    .filter(({ status }) => status.kind === 'missing')
    .map(({ fact }) => needLabel(fact.need));
}
