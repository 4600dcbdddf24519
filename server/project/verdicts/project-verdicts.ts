import type { Fact } from '../../../overrides-db/model.ts';
import type { LockedPackage } from '../../locks/model.ts';
import { changesUntil } from '../../nix/api.ts';
import type { TargetId } from '../../nix/api.ts';
import { readNixSide } from '../inputs/read.ts';
import { buildsOf, mindedBy, pinOf } from './builds.ts';
import { chosen } from '../../targets/files.ts';
import { NOT_KNOWN } from '../../targets/project-build.ts';
import { targetOf } from '../../targets/registry.ts';
import { externalFacts } from './external-needs.ts';
import { judgeNeeds } from './judge.ts';
import type { View } from './judgements.ts';
import { projectProviders } from './providers/providers.ts';
import { ifBuilt } from './status.ts';
import type { Project, Verdict } from '../model.ts';
import { memoized } from '../../memoize.ts';

/**
 * What building the project itself takes, for every use of it, or for the target that is set where
 * there is none: what `[external]` and the project's own facts say. Empty where they say nothing.
 * Kept: the rules ask, and behind them hovers, quick fixes and reports of the same project.
 */
export const projectVerdicts: (project: Project) => readonly Verdict[] = memoized((project) => {
  const { uses, settings, manifest } = project;
  const { pins } = readNixSide(project.input);
  return (uses.length > 0 ? uses : [null]).flatMap((use) => {
    const target = use?.target ?? settings.target;
    const builder = target === null ? null : targetOf(target);
    const minded = mindedBy(builder, project, pins);
    const builds = { ...buildsOf(use, manifest, settings), ...minded };
    return projectVerdictsIn(project, {
      target,
      use,
      builds,
      pin: pinOf(builder, pins),
      nixpkgsUntil: changesUntil(pins.nixpkgs),
    });
  });
});

/** The verdict on the project itself in one view, as a list of one; empty where there is nothing to say. */
export function projectVerdictsIn(
  project: Pick<Project, 'input' | 'manifest' | 'lock'>,
  { target, use, builds, pin, nixpkgsUntil }: View,
): readonly Verdict[] {
  const facts = factsFor(project, target);
  const { manifest } = project;
  const name = manifest.name?.normalized ?? 'this project';
  const locked = lockedSelf(project);
  const builder = target === null ? null : targetOf(target);
  const built = builder?.project.built(use, locked, pin) ?? NOT_KNOWN;
  const distribution = chosen('sdist', null, 'from its own sources');
  const needs = judgeNeeds(
    { name, facts, poetry2nix: null, unmapped: [], notes: [] },
    {
      version: locked?.parsedVersion ?? null,
      distribution,
      target: builder,
      defaultsAreKnown: builder?.project.inputsAreKnown ?? false,
      hasUse: use !== null,
      builds,
      nixpkgsUntil,
      providers:
        builder === null ? [] : projectProviders(name, { target: builder, use, builds, locked }),
    },
  );
  if (needs.length === 0) return [];
  const read = isRead(manifest);
  return [
    {
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
    },
  ];
}

/** Whether it is surely this project that is built. */
function isRead({ complete, name }: Project['manifest']): Verdict['built'] {
  if (!complete) return { state: 'unknown', why: 'the manifest has errors' };
  return name === null
    ? { state: 'unknown', why: 'the project has no name' }
    : { state: 'yes', why: 'it is read whole' };
}

/** Facts of the project itself are only what it says: a package of its name may be another's. */
function factsFor(
  { manifest, input }: Pick<Project, 'manifest' | 'input'>,
  target: TargetId | null,
): readonly Fact[] {
  const name = manifest.name?.normalized;
  const known = name === undefined ? null : input.knowledge.lookup(name);
  const own = (known?.facts ?? []).filter(({ sources }) =>
    sources.some(({ id }) => id === 'project'),
  );
  return [...externalFacts(manifest, target), ...own];
}

/** A lock of uv has the project itself among its packages. */
function lockedSelf({ manifest, lock }: Pick<Project, 'manifest' | 'lock'>): LockedPackage | null {
  const candidates = lock?.byName.get(manifest.name?.normalized ?? '') ?? [];
  return candidates.find(({ source }) => LOCAL.has(source?.type ?? '')) ?? null;
}

const LOCAL: ReadonlySet<string> = new Set(['editable', 'virtual', 'directory']);
