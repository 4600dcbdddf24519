import { holds } from '../../overrides-db/conditions.ts';
import type { Fact, KnowledgeBase, Need } from '../../overrides-db/model.ts';
import type { LockedPackage } from '../locks/model.ts';
import type { TargetId } from '../nix/api.ts';
import { takesOf } from '../nix/api.ts';
import type { JudgedNeed, Project, Verdict } from '../project/model.ts';
import { buildsOf } from '../project/verdicts/builds.ts';
import { isUnprovided } from '../project/verdicts/status.ts';
import { chooseFile } from '../targets/files.ts';
import { meets } from '../targets/needs.ts';
import type { Distribution } from '../targets/model.ts';
import { targetOf } from '../targets/registry.ts';
import type { LogPackage } from './model.ts';

/** What is known of a package that failed to build, apart from what the log says. */
export interface Known {
  /** What it needs and nobody provides, as far as is known. */
  readonly unprovided: readonly Need[];
  /** What it needs and somebody provides: the target's defaults, or a Nix file. */
  readonly provided: readonly Need[];
  /** What it may need, and nobody provides: some sources say so, and not enough of them. */
  readonly uncertain: readonly Need[];
  /** Whether anything is known of it at all. */
  readonly isKnown: boolean;
  /** Whether the lock has a wheel of it that fits each interpreter and system that the project may have. */
  readonly hasWheel: boolean;
  /** Whether its wheels fit some of them and not others. */
  readonly hasWheelForSome: boolean;
  /** Whether it is built from its sdist and the target can be told to take a wheel that fits instead, in a place that nothing else decides on. */
  readonly couldTakeWheel: boolean;
  /** The names of its files in the lock. */
  readonly files: readonly string[];
}

const NOTHING: Known = {
  unprovided: [],
  provided: [],
  uncertain: [],
  isKnown: false,
  hasWheel: false,
  hasWheelForSome: false,
  couldTakeWheel: false,
  files: [],
};

/**
 * By the project's own verdict where its lock has the package, else by the facts alone. Of what a
 * lock does not have nothing is said: it may be a library of nixpkgs that is called as a package is.
 */
export function knownOf(
  of: LogPackage,
  project: Project | null,
  knowledge: KnowledgeBase,
  target: TargetId,
): Known {
  const lock = project?.lock ?? null;
  if (project === null || lock === null) return byFacts(of, knowledge, target);
  const candidates = lock.byName.get(of.name) ?? [];
  const locked = candidates.find(({ version }) => version === of.version) ?? candidates[0];
  if (locked === undefined) return NOTHING;
  const verdicts = project.verdictsFor(locked);
  const verdict = verdicts.find((each) => each.target === target) ?? verdicts[0];
  const files = locked.files.map(({ name }) => name);
  const wheel = wheelOf(locked, project, target);
  const hasWheel = wheel === 'wheel';
  const hasWheelForSome = wheel === 'unknown' && files.some((file) => file.endsWith('.whl'));
  if (verdict === undefined) return { ...NOTHING, hasWheel, hasWheelForSome, files };
  const needsOf = (are: (need: JudgedNeed) => boolean): readonly Need[] =>
    verdict.needs.filter(are).map(({ fact }) => fact.need);
  return {
    unprovided: needsOf(isUnprovided),
    provided: needsOf(({ status }) => status.kind === 'met'),
    uncertain: needsOf(({ status }) => status.kind === 'uncertain'),
    isKnown: verdict.needs.length > 0,
    hasWheel,
    hasWheelForSome,
    couldTakeWheel: couldTakeWheel(verdict, project, target),
    files,
  };
}

/** Rules of an installer, and of uv for all packages, are left as they are. */
function couldTakeWheel(
  { locked, distribution }: Verdict,
  project: Project,
  target: TargetId,
): boolean {
  if (locked === null || distribution.kind !== 'sdist' || distribution.rule !== null) return false;
  const { asks, reads } = targetOf(target);
  if (asks.subject === 'shell' || !takesOf(target).wheels) return false;
  if (reads.uvSettings && project.uvBuilds !== null) return false;
  return wheelOf(locked, project, target) === 'wheel';
}

/** What is taken where wheels are preferred, by the interpreters and systems that the use of the target says, or else those that the project allows. */
function wheelOf(locked: LockedPackage, project: Project, target: TargetId): Distribution['kind'] {
  const use = project.uses.find((each) => each.target === target) ?? null;
  const builds = buildsOf(use, project.manifest, project.settings);
  return chooseFile(locked, 'wheel', '', builds).kind;
}

function byFacts({ name, version }: LogPackage, knowledge: KnowledgeBase, target: TargetId): Known {
  const known = knowledge.lookup(name);
  if (known === null) return NOTHING;
  const situation = { version, system: null, distribution: 'sdist', python: null } as const;
  const doesHold = ({ when }: Pick<Fact, 'when'>): boolean => holds(when, situation) !== 'no';
  const needs = known.facts
    .filter((fact) => fact.required && doesHold(fact))
    .map(({ need }) => need);
  const defaults = targetOf(target).provides.byOverlays
    ? (known.poetry2nix?.provides ?? []).filter((one) => one.named !== true && doesHold(one))
    : [];
  const isProvided = (need: Need): boolean => defaults.some((each) => meets(each.need, need));
  return {
    unprovided: needs.filter((need) => !isProvided(need)),
    provided: needs.filter(isProvided),
    uncertain: [],
    isKnown: known.facts.length > 0,
    hasWheel: false,
    hasWheelForSome: false,
    couldTakeWheel: false,
    files: [],
  };
}
