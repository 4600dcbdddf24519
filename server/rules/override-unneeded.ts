import type { Need } from '../../overrides-db/model.ts';
import { positionOf } from '../../overrides-db/poetry2nix-line.ts';
import type { LockedPackage } from '../locks/model.ts';
import type { OverrideEntry, TargetUse } from '../nix/api.ts';
import type { Project } from '../project/model.ts';
import { readNixSide } from '../project/inputs/read.ts';
import type { Circumstances } from '../targets/conditions.ts';
import { buildsOf } from '../project/verdicts/builds.ts';
import { kindOf, type Pin } from '../targets/model.ts';
import { targetOf } from '../targets/registry.ts';
import type { Rule } from './model.ts';

/**
 * Certain only with a pinned poetry2nix: its defaults change, and an override that today's defaults
 * make unneeded may be needed by the revision that is used.
 */
export const overrideUnneeded: Rule = {
  id: 'override-unneeded',
  about: 'nix',
  defaultSeverity: 'hint',
  summary: "An override adds only what poetry2nix's defaults provide.",
  *check(project) {
    const pin = readNixSide(project.input).pins.poetry2nix;
    if (pin === undefined || (pin.date === null && positionOf(pin.revision) === null)) return;
    for (const use of project.uses) {
      if (!targetOf(use.target).provides.byOverlays || !appliesDefaults(use)) continue;
      for (const entry of use.overrides.entries) {
        if (!addsToListsAlone(entry) || !isProvided(entry, use, project, pin)) continue;
        yield {
          file: entry.file,
          span: entry.nameSpan,
          message: `poetry2nix's defaults provide all that this adds to ${entry.normalized} at the pinned revision.`,
          package: entry.normalized,
          tags: ['unnecessary'],
        };
      }
    }
  },
};

function appliesDefaults({ overrides }: TargetUse): boolean {
  return overrides.understood && overrides.defaults.known && overrides.defaults.value;
}

const LISTS: ReadonlySet<string> = new Set([
  'buildInputs',
  'nativeBuildInputs',
  'propagatedBuildInputs',
]);

function addsToListsAlone({
  lists,
  sets,
  opaque,
  conditional,
  preferWheel,
}: OverrideEntry): boolean {
  return (
    !opaque &&
    !conditional &&
    preferWheel === null &&
    lists.some(({ attrs }) => attrs.length > 0) &&
    lists.every(({ complete, replaces }) => complete && !replaces) &&
    sets.every((name) => LISTS.has(name))
  );
}

function isProvided(entry: OverrideEntry, use: TargetUse, project: Project, pin: Pin): boolean {
  const facts = project.input.knowledge.lookup(entry.normalized);
  const locked = project.lock?.byName.get(entry.normalized) ?? [];
  const [only] = locked;
  if (facts === null || only === undefined || locked.length > 1) return false;
  if (entriesFor(use, entry.normalized) > 1) return false;
  const at = circumstances(only, use, project, pin);
  if (at.length === 0) return false;
  const { provides } = targetOf(use.target);
  return entry.lists.every(({ attrs }) =>
    attrs.every((attr) =>
      at.every((each) =>
        needsNamed(attr).some((need) => {
          const fact = { need, required: true, when: {}, sources: [] };
          return provides.defaults(facts, fact, each, pin, ANY_DAY).answer === 'provided';
        }),
      ),
    ),
  );
}

/** What a nixpkgs of some day no longer gives is not called unneeded: a pin says what it has, not what it has not yet. */
const ANY_DAY = '9999-12-31';

function entriesFor({ overrides }: TargetUse, name: string): number {
  return overrides.entries.filter(({ normalized }) => normalized === name).length;
}

/** An attribute of an override may be a library or a name in the Python package set. */
function needsNamed(attr: string): readonly Need[] {
  return [
    { kind: 'native-input', attr, as: 'buildInputs' },
    { kind: 'build-system', attr },
  ];
}

/** Every build that may be meant. */
function circumstances(
  locked: LockedPackage,
  use: TargetUse,
  { manifest, settings, input }: Project,
  pin: Pin,
): readonly Circumstances[] {
  const builds = buildsOf(use, manifest, settings);
  const facts = input.knowledge.lookup(locked.name);
  const distribution = kindOf(targetOf(use.target).distribution(locked, use, builds, facts, pin));
  return builds.systems.flatMap((system) =>
    builds.pythons.map((python) => ({
      version: locked.parsedVersion,
      system,
      distribution,
      python,
    })),
  );
}
