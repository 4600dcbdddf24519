import { isValidName, normalizeName } from '../../python/names.ts';
import type { OverrideRequest, RequestedNeed, RequestSubject } from '../model.ts';
import { isAttrReference } from '../print.ts';
import { NIX_TARGETS } from '../by-target/registry.ts';
import { distinctNeeds, subjectName } from '../request.ts';
import { ownPackageProblem } from './own-package.ts';

/** What is wrong with a request, so that nothing of it may be written; null if it is sound. */
export function requestProblem({ target, subject, needs }: OverrideRequest): string | null {
  if (subject.kind === 'shell') {
    if (!NIX_TARGETS[target].isBesideBuilds) return 'no package is named';
  } else if (!isValidName(subject.name)) return `${quoted(subject.name)} is not a package name`;
  if (needs.length === 0) return 'nothing is asked for';
  return firstProblem(needs, (need) => needProblem(need, target));
}

function needProblem(need: RequestedNeed, target: OverrideRequest['target']): string | null {
  const { takes } = NIX_TARGETS[target];
  switch (need.kind) {
    case 'input':
      return isAttrReference(need.attr)
        ? null
        : `${quoted(need.attr)} is not an attribute of nixpkgs`;
    case 'build-system':
      return nameProblem(need.name);
    case 'environment':
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(need.name))
        return `${quoted(need.name)} is not the name of a variable`;
      return need.value.includes('\0')
        ? `the value of ${need.name} has a NUL, which Nix cannot hold`
        : null;
    case 'cargo-hash':
      return /^[\w./-]*$/.test(need.root ?? '')
        ? null
        : `${quoted(need.root ?? '')} is not the folder of a Cargo.lock`;
    case 'without-dependency':
      return takes.brokenCycles
        ? nameProblem(need.name)
        : `dependency cycles are broken for poetry2nix alone: ${target} has none`;
    case 'dependency':
      return takes.dependencies
        ? nameProblem(need.name)
        : `what a package depends on is not written for ${target}`;
    case 'relaxed-dependency':
      return takes.relaxedDependencies
        ? nameProblem(need.name)
        : `${target} does not compare the versions of what a package depends on`;
    case 'ignored-library':
      if (!takes.ignoredLibraries)
        return `libraries that are not looked for are not written for ${target}`;
      return /^[\w][\w.+-]{0,120}$/.test(need.name)
        ? null
        : `${quoted(need.name)} is not the file of a library`;
    case 'wheel':
      return takes.wheels ? null : `${target} has no wheels to choose`;
    case 'definition':
      if (!takes.definitions) return `${target} takes its packages from the lock`;
      return ownPackageProblem(need.of) ?? firstProblem(need.of.dependencies, nameProblem);
  }
}

function firstProblem<T>(all: readonly T[], problemOf: (one: T) => string | null): string | null {
  for (const one of all) {
    const problem = problemOf(one);
    if (problem !== null) return problem;
  }
  return null;
}

function nameProblem(name: string): string | null {
  return isValidName(name) ? null : `${quoted(name)} is not a package name`;
}

const SHOWN = 60;

function quoted(text: string): string {
  return JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
}

/** Requests for one subject as one, names normalised, nothing asked for twice. In the order in which subjects first occur. */
export function mergeRequests(requests: readonly OverrideRequest[]): readonly OverrideRequest[] {
  const merged = new Map<string, OverrideRequest>();
  for (const request of requests) {
    const subject = normalized(request.subject);
    const key = `${request.target} ${subject.kind} ${subjectName({ subject }) ?? ''}`;
    const before = merged.get(key)?.needs ?? [];
    merged.set(key, { ...request, subject, needs: distinctNeeds([...before, ...request.needs]) });
  }
  return [...merged.values()];
}

function normalized(subject: RequestSubject): RequestSubject {
  return subject.kind === 'shell' ? subject : { ...subject, name: normalizeName(subject.name) };
}
