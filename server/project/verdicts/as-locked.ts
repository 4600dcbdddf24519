import type { Fact, PackageFacts, System } from '../../../overrides-db/model.ts';
import { SOURCES } from '../../../overrides-db/sources.ts';
import { isOfCuda, nvidiaWheelOf } from '../../../overrides-db/sibling-wheels.ts';
import type { LockedDependency, LockedPackage } from '../../locks/model.ts';
import type { BuildSettings } from '../../targets/model.ts';
import { mayHold } from './built.ts';

/**
 * Facts of wheels, with what the lock says of this one. What a wheel links to in another wheel its metadata asks for, so
 * that the lock has it among what the package depends on:
 *
 * - a library of NVIDIA that a recipe names is needed by a wheel that depends on NVIDIA's wheel of it, on the systems where
 *   it does; a build of PyTorch for processors alone depends on none;
 * - what was read of a later release about a package that it depends on, and that brings the library, holds for an earlier one of
 *   the same major version which depends on it too;
 * - a version with a local label (`2.7.0+cpu`) is another build than the one that is published without, and has nothing of
 *   CUDA unless its label says so (`+cu128`).
 */
export function asLocked(
  facts: PackageFacts,
  locked: LockedPackage,
  { builds, dependenciesAreInputs }: In,
): PackageFacts {
  if (!facts.facts.some(isOfWheel)) return facts;
  const label = locked.version?.split('+', 2)[1];
  const hasCuda = label === undefined || /^cu\d/i.test(label);
  return {
    ...facts,
    facts: facts.facts.flatMap((fact) => {
      if (!isOfWheel(fact)) return [fact];
      if (isFactOfCuda(fact) && !hasCuda) return [];
      if (dependenciesAreInputs) return [isOfRecipes(fact) ? { ...fact, required: false } : fact];
      return [heldWhereDependedOn(linkedWhereDependedOn(fact, locked, builds), locked)];
    }),
  };
}

interface In {
  readonly builds: BuildSettings;
  /** Whether what a package depends on is among the inputs of its build, where the patching of its wheel finds libraries. */
  readonly dependenciesAreInputs: boolean;
}

/** Whether it is about a library of CUDA, and nothing but recipes say so. */
function isOfRecipes({ need, sources }: Fact): boolean {
  const isOfCudaPackages = need.kind === 'wheel-library' && need.attr.startsWith(CUDA_PACKAGES);
  return isOfCudaPackages && !sources.some(({ id }) => SOURCES[id].attestsAlone);
}

function isOfWheel({ need: { kind } }: Fact): boolean {
  return kind === 'wheel-library' || kind === 'ignored-library';
}

const CUDA_PACKAGES = 'cudaPackages.';

function isFactOfCuda({ need }: Fact): boolean {
  if (need.kind === 'wheel-library') return need.attr.startsWith(CUDA_PACKAGES);
  return need.kind === 'ignored-library' && isOfCuda(need.name);
}

function linkedWhereDependedOn(fact: Fact, locked: LockedPackage, builds: BuildSettings): Fact {
  const { need } = fact;
  if (need.kind !== 'wheel-library' || !isOfRecipes(fact)) return fact;
  const wheel = nvidiaWheelOf(need.attr.slice(CUDA_PACKAGES.length));
  const asked = locked.dependencies.filter(({ name }) => wheel !== null && isWheel(name, wheel));
  const [first] = asked;
  const systems = (fact.when.systems ?? LINUX).filter((system) =>
    asked.some((each) => asksOn(each, system, builds)),
  );
  if (first === undefined || systems.length === 0) return { ...fact, required: false };
  return {
    ...fact,
    required: true,
    when: { ...fact.when, systems },
    sources: [...fact.sources, { id: 'project', ref: `it depends on ${first.name}` }],
  };
}

const LINUX: readonly System[] = ['x86_64-linux', 'aarch64-linux'];

function asksOn({ marker }: LockedDependency, system: System, builds: BuildSettings): boolean {
  return mayHold(marker, { ...builds, systems: [system] });
}

/** `nvidia-cublas-cu12`, or `nvidia-cublas` as it is called since CUDA 13. */
function isWheel(name: string, wheel: string): boolean {
  return name.startsWith(wheel) && /^(?:-cu\d{2,3})?$/.test(name.slice(wheel.length));
}

function heldWhereDependedOn(fact: Fact, { version, dependencies }: LockedPackage): Fact {
  const { need, required, when, sources } = fact;
  if (need.kind !== 'ignored-library' || need.by === null || !required) return fact;
  const { by } = need;
  const [oldest, ...later] = when.versions ?? [];
  // A name with the release in it (`libshiboken6.abi3.so.6.9`) is another one in another release.
  const isRead = sources.some(({ id }) => id === 'wheel') && /\.so(?:\.\d{1,5})?$/.test(need.name);
  const isSameMajor = majorOf(oldest?.from) === majorOf(version);
  const isAskedFor = dependencies.some(({ name }) => isWheel(name, by));
  if (oldest === undefined || !isRead || !isSameMajor || !isAskedFor) return fact;
  const { from: _read, ...before } = oldest;
  return { ...fact, when: { ...when, versions: [before, ...later] } };
}

function majorOf(version: string | null | undefined): string | null {
  return /^(?:\d+!)?\d+/.exec(version ?? '')?.[0] ?? null;
}
