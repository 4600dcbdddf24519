import type { Poetry2nixDefaults } from '../../overrides-db/model.ts';
import type { NixMistake, Pins, TargetUse } from '../nix/api.ts';
import { CHANGES, findPoetry2nixNotInNixpkgs, hasChange, pinnedOn } from '../nix/api.ts';
import type { Project, Verdict } from '../project/model.ts';
import { readNixSide } from '../project/inputs/read.ts';
import { tomlOf } from '../project/inputs/text-file.ts';
import { holds } from '../targets/conditions.ts';
import { kindOf } from '../targets/model.ts';
import type { Span } from '../text.ts';
import type { TomlTable, TomlValue } from '../toml/model.ts';
import { enumeration } from '../words.ts';
import { foundOnce, type NixFindings } from './nix-mistakes.ts';
import { markersInLock } from './poetry2nix-markers.ts';

/** One thing that Poetry 2 or a later nixpkgs has and poetry2nix does not build. */
export interface Obstacle {
  readonly severity: 'error' | 'warning';
  /** A clause without a full stop. */
  readonly why: string;
  readonly file: string;
  readonly span: Span;
}

/** The day after the last commit of poetry2nix itself (ce2369d): a later pin is somebody's fork, of which nothing is known. */
const LAST_REVISION = '2025-04-04';

/** Where Nix files take poetry2nix from a nixpkgs that has none. */
export const poetry2nixNowhere: (looked: NixFindings) => readonly NixMistake[] = foundOnce(
  ({ analysis, pins }) => findPoetry2nixNotInNixpkgs(analysis, pins),
);

/**
 * Why poetry2nix does not build a project that is on it, what stands in its manifest first; empty
 * where nothing is certain. Found by running poetry2nix ce2369d.
 */
export function poetry2nixObstacles(project: Project): readonly Obstacle[] {
  const uses = project.uses.filter(({ target }) => target === 'poetry2nix');
  const { pins } = readNixSide(project.input);
  const pinned = pins.poetry2nix?.date ?? null;
  if (uses.length === 0 || (pinned !== null && pinned.slice(0, 10) > LAST_REVISION)) return [];
  const known = [
    ...inManifest(project),
    ...markersInLock(project, uses),
    ...inNixpkgs(project, uses, pins),
  ];
  // Where poetry2nix comes from can be mended, and is said apart, as long as it builds the project then.
  return known.length === 0 ? [] : [...known, ...notInNixpkgs(project, pins)];
}

function inManifest(project: Project): readonly Obstacle[] {
  const { input, manifest } = project;
  const { file } = input.manifest;
  const document = tomlOf(input.manifest);
  if (document === null || !manifest.complete) return [];
  const table = tableIn(document.root, 'project');
  if (table === null) return [];
  const poetry = tableIn(tableIn(document.root, 'tool'), 'poetry');
  const span = table.headerSpans[0] ?? table.span;
  if (poetry === null)
    return [
      {
        severity: 'error',
        why: "it reads [tool.poetry] only and fails with `attribute 'tool' missing` or `attribute 'poetry' missing`",
        file,
        span,
      },
    ];
  const declared = table.entries.get('dependencies');
  if (declared === undefined || isEmpty(declared.value)) return [];
  if (poetry.entries.has('dependencies') && everyNameIn(manifest.dependencies)) return [];
  return [
    {
      severity: 'error',
      why: 'it reads [tool.poetry.dependencies] only, so that what [project] alone declares is left out of the build, without an error',
      file,
      span: declared.keySpan,
    },
  ];
}

function inNixpkgs(project: Project, uses: readonly TargetUse[], pins: Pins): readonly Obstacle[] {
  const obstacles: Obstacle[] = [];
  for (const use of uses) {
    const at = { severity: 'error', file: use.file, span: use.span } as const;
    if (use.callee === 'mkPoetryApplication' && hasChange(pins, 'licensesHoldFunctions'))
      obstacles.push({
        ...at,
        why: `mkPoetryApplication takes every licence of nixpkgs for a set, and fails with ‘expected a set but found a function’ (${pinnedOn(pins)})`,
      });
    const python = use.python.known ? (use.python.value ?? '') : '';
    const removed = REMOVED_PYTHONS.get(python);
    if (removed !== undefined && hasChange(pins, removed))
      obstacles.push({ ...at, why: `nixpkgs has no ${python} any more (${pinnedOn(pins)})` });
    const broken = brokenDefaults(project, use, pins);
    if (broken.length > 0)
      obstacles.push({
        ...at,
        why: `its own overrides of ${enumeration(broken)} use what nixpkgs has removed, and fail to evaluate (${pinnedOn(pins)})`,
      });
  }
  return [...new Map(obstacles.map((each) => [each.why, each])).values()];
}

const REMOVED_PYTHONS: ReadonlyMap<string, keyof typeof CHANGES> = new Map([
  ['python37', 'python38Removed'],
  ['python38', 'python38Removed'],
  ['python39', 'python39Removed'],
]);

/** Packages that are certainly built by defaults which the pinned nixpkgs breaks, and that the project does not override. */
function brokenDefaults(project: Project, use: TargetUse, pins: Pins): readonly string[] {
  const { overrides } = use;
  if (!overrides.understood || !overrides.defaults.known || !overrides.defaults.value) return [];
  const { knowledge } = project.input;
  if (!hasChange(pins, 'fetchCargoTarballRemoved')) return [];
  const overridden = new Set(overrides.entries.map(({ normalized }) => normalized));
  return (project.lock?.packages ?? []).flatMap((locked) => {
    const broken = knowledge.lookup(locked.name)?.poetry2nix?.broken ?? [];
    if (broken.length === 0 || overridden.has(locked.name)) return [];
    return project
      .verdictsFor(locked)
      .filter(
        (verdict) =>
          verdict.use === use &&
          broken.some((each) => isBroken(each, verdict, project, pins)) &&
          verdict.built.state === 'yes',
      )
      .map(() => locked.name);
  });
}

/** From which day on every supported nixpkgs has what a release removed. */
const RELEASES: ReadonlyMap<string, keyof typeof CHANGES> = new Map([
  ['25.05', 'fetchCargoTarballRemoved'],
  ['25.11', 'darwinFrameworksRemoved'],
]);

function isBroken(
  { nixpkgsFrom, when }: NonNullable<Poetry2nixDefaults['broken']>[number],
  { locked, distribution }: Verdict,
  { settings }: Project,
  pins: Pins,
): boolean {
  const change = RELEASES.get(nixpkgsFrom);
  if (change === undefined || !hasChange(pins, change) || locked === null) return false;
  return settings.systems.some(
    (system) =>
      holds(when, {
        version: locked.parsedVersion,
        system,
        distribution: kindOf(distribution),
        python: null,
      }) === true,
  );
}

function notInNixpkgs({ input }: Project, pins: Pins): readonly Obstacle[] {
  return poetry2nixNowhere({ analysis: readNixSide(input).analysis, pins })
    .slice(0, 1)
    .map(({ file, span }) => ({
      severity: 'error',
      why: `nixpkgs has no poetry2nix since 2023-10-26 (${pinnedOn(pins)})`,
      file,
      span,
    }));
}

function everyNameIn(dependencies: Project['manifest']['dependencies']): boolean {
  const read = new Set(
    dependencies.flatMap(({ origin, form, normalized }) =>
      origin === 'tool.poetry' && form !== 'options-only' ? [normalized] : [],
    ),
  );
  return dependencies.every(
    ({ origin, normalized }) => origin !== 'project' || read.has(normalized),
  );
}

function tableIn(table: TomlTable | null, key: string): TomlTable | null {
  const value = table?.entries.get(key)?.value;
  return value?.kind === 'table' ? value : null;
}

function isEmpty(value: TomlValue): boolean {
  return value.kind === 'array' && value.items.length === 0;
}
