import type { OverrideRequest, TargetUse } from '../../nix/api.ts';
import { isWithoutFiles } from '../../targets/files.ts';
import { carries } from '../../targets/needs.ts';
import type { Project, Settings, Verdict } from '../model.ts';

/** What a shell gets on Linux where some package is installed from a wheel that takes it for granted. */
export function manylinuxLibraries(
  verdicts: readonly Verdict[],
  settings: Settings,
): readonly OverrideRequest[] {
  const isWanted =
    isForLinux(settings) &&
    verdicts.some((verdict) => isManylinux(verdict) && verdict.built.state !== 'no');
  return isWanted ? [MANYLINUX] : [];
}

/** A shell whose Python finds no library of the system, and packages whose wheels may link one. */
export interface ShellWithoutLibraries {
  readonly use: TargetUse;
  /** The first packages that are surely installed there from wheels with compiled code, by their PEP 503 names. */
  readonly packages: readonly string[];
  /** Whether there are more of them. */
  readonly more: boolean;
  readonly request: OverrideRequest;
}

/**
 * The shells of a project that were read whole and put libstdc++ on no library path, with the wheels that may miss
 * it: nixpkgs' Python looks for libraries in the Nix store alone, on NixOS and elsewhere. A shell without a Python of
 * nixpkgs may be one for uv's own, which takes those of the system.
 */
export function shellsWithoutLibraries(project: Project): readonly ShellWithoutLibraries[] {
  if (!isForLinux(project.settings)) return [];
  return project.uses.flatMap((use): readonly ShellWithoutLibraries[] => {
    const { shell } = use;
    if (shell === undefined || !shell.complete) return [];
    if (!shell.packages.some((attr) => RUNS_PYTHON.test(attr))) return [];
    if ((shell.libraryPath ?? []).some((attr) => carries(attr, LIBSTDCXX))) return [];
    const found = firstPackages(project, use);
    const packages = found.slice(0, MOST_NAMED);
    return found.length === 0
      ? []
      : [{ use, packages, more: found.length > packages.length, request: MANYLINUX }];
  });
}

/** As many as are named, and one more where there is one: not every package of a large lock is judged for it. */
function firstPackages(project: Project, use: TargetUse): readonly string[] {
  const found = new Set<string>();
  for (const locked of project.lock?.packages ?? []) {
    const verdict = project.verdictsFor(locked).find((each) => each.use === use);
    if (verdict !== undefined && mayLinkLibstdcxx(verdict)) found.add(locked.name);
    if (found.size > MOST_NAMED) break;
  }
  return [...found];
}

const MOST_NAMED = 3;

/** Attributes of nixpkgs that bring its interpreter, or run by it and make environments of it. */
const RUNS_PYTHON = /^(?:python3|pypy3|poetry|pdm|pipenv|virtualenv)/;

/** Extension modules for the interpreter; not of Rust, which links no libstdc++, and not programs. */
function mayLinkLibstdcxx(verdict: Verdict): boolean {
  const { distribution, needs, built } = verdict;
  return (
    distribution.kind === 'wheel' &&
    built.state === 'yes' &&
    /-(?:cp|pp)\d/.test(distribution.file ?? '') &&
    isManylinux(verdict) &&
    !needs.some(({ fact }) => fact.need.kind === 'cargo-hash')
  );
}

function isForLinux({ systems }: Settings): boolean {
  return systems.some((system) => system.endsWith('-linux'));
}

/** Installed from a wheel that may link what the manylinux policy (PEP 600) takes for granted and a Nix shell has not. */
function isManylinux({ distribution, locked, needs }: Verdict): boolean {
  const { kind } = distribution;
  const isUnnamed = kind === 'wheel' && locked !== null && isWithoutFiles(locked);
  if (kind === 'either' || isUnnamed)
    return needs.some(({ fact }) => fact.need.kind !== 'build-system');
  if (kind !== 'wheel') return false;
  const { file } = distribution;
  const names = file === null ? (locked?.files ?? []).map(({ name }) => name) : [file];
  return names.some((name) => name.includes('manylinux'));
}

const LIBSTDCXX = 'stdenv.cc.cc.lib';

/** libstdc++ and zlib: the libraries of that policy that have nothing to do with a display. */
const MANYLINUX: OverrideRequest = {
  target: 'mkshell',
  subject: { kind: 'shell' },
  needs: [LIBSTDCXX, 'zlib'].map((attr) => ({ kind: 'input', list: 'buildInputs', attr })),
};
