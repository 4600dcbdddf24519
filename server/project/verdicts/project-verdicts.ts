import type { Fact } from '../../../overrides-db/model.ts';
import type { LockedPackage } from '../../locks/model.ts';
import type { TargetId, TargetUse } from '../../nix/api.ts';
import { buildsOf, mindedBy } from './builds.ts';
import { chosen } from '../../targets/files.ts';
import { targetOf } from '../../targets/registry.ts';
import { externalFacts } from './external-needs.ts';
import { judgeNeeds } from './judge.ts';
import { projectProviders } from './providers/providers.ts';
import { ifBuilt } from './status.ts';
import type { Project, Verdict } from '../model.ts';
import { memoized } from '../../memoize.ts';

/**
 * What building the project itself takes, for every use of it, or for the target that is set where
 * there is none: what `[external]` and the project's own facts say. Empty where they say nothing.
 */
export const projectVerdicts: (project: Project) => readonly Verdict[] = memoized((project) => {
  const { uses, settings } = project;
  const views = uses.length > 0 ? uses : [null];
  return views.flatMap((use) => {
    const target = use?.target ?? settings.target;
    const facts = factsFor(project, target);
    if (facts.length === 0) return [];
    const verdict = projectVerdict(project, use, target, facts);
    return verdict.needs.length === 0 ? [] : [verdict];
  });
});

function projectVerdict(
  project: Project,
  use: TargetUse | null,
  target: TargetId | null,
  facts: readonly Fact[],
): Verdict {
  const { manifest, settings } = project;
  const name = manifest.name?.normalized ?? 'this project';
  const locked = lockedSelf(project);
  const built = isBuilt(use, target, locked);
  const distribution = chosen('sdist', null, 'from its own sources');
  const builder = target === null ? null : targetOf(target);
  const builds = { ...buildsOf(use, manifest, settings), ...mindedBy(builder, project) };
  const needs = judgeNeeds(
    { name, facts, poetry2nix: null, unmapped: [], notes: [] },
    {
      version: locked?.parsedVersion ?? null,
      distribution,
      target: builder,
      defaultsAreKnown: builder?.projectInputsAreKnown ?? false,
      hasUse: use !== null,
      builds,
      providers:
        builder === null ? [] : projectProviders(name, { target: builder, use, builds, locked }),
    },
  );
  const read = isRead(manifest);
  return {
    package: { name, version: manifest.version?.text ?? null },
    locked,
    target,
    use,
    distribution,
    needs: needs.map(({ fact, status }) => ({
      fact,
      status: ifBuilt(ifBuilt(status, built), read),
    })),
    built,
    notes: [],
    ofProject: true,
  };
}

/** Whether it is surely this project that is built. */
function isRead({ complete, name }: Project['manifest']): Verdict['built'] {
  if (!complete) return { state: 'unknown', why: 'the manifest has errors' };
  return name === null
    ? { state: 'unknown', why: 'the project has no name' }
    : { state: 'yes', why: 'it is read whole' };
}

/** Of the project itself only what it says counts: a package of its name may be another's. */
function factsFor({ manifest, input }: Project, target: TargetId | null): readonly Fact[] {
  const name = manifest.name?.normalized;
  const known = name === undefined ? null : input.knowledge.lookup(name);
  const own = (known?.facts ?? []).filter(({ sources }) =>
    sources.some(({ id }) => id === 'project'),
  );
  return [...externalFacts(manifest, target), ...own];
}

/** A lock of uv has the project itself among its packages. */
function lockedSelf({ manifest, lock }: Project): LockedPackage | null {
  const candidates = lock?.byName.get(manifest.name?.normalized ?? '') ?? [];
  return candidates.find(({ source }) => LOCAL.has(source?.type ?? '')) ?? null;
}

const LOCAL: ReadonlySet<string> = new Set(['editable', 'virtual', 'directory']);

const BUILT: Verdict['built'] = { state: 'yes', why: 'it is the project itself' };
const NOT_KNOWN: Verdict['built'] = { state: 'unknown', why: 'where it is built is not known' };

function isBuilt(
  use: TargetUse | null,
  target: TargetId | null,
  locked: LockedPackage | null,
): Verdict['built'] {
  switch (target) {
    case 'poetry2nix':
      return use === null || use.own !== undefined
        ? BUILT
        : { state: 'no', why: `${use.callee} builds its dependencies alone` };
    case 'uv2nix':
      if (locked?.source?.type === 'virtual')
        return { state: 'no', why: 'uv installs its dependencies alone' };
      return locked === null ? { state: 'unknown', why: 'it is not in the lock' } : BUILT;
    case 'mkshell':
      return BUILT;
    case 'nixpkgs':
      return use === null || use.own !== undefined ? BUILT : NOT_KNOWN;
    case 'dream2nix':
      return use?.own === undefined ? NOT_KNOWN : BUILT;
    default:
      return NOT_KNOWN;
  }
}
