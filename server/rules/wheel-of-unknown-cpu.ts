import { fileOfLocked } from '../locks/file-of.ts';
import type { Lock, LockedPackage } from '../locks/model.ts';
import { memoized } from '../memoize.ts';
import type { Project, Verdict } from '../project/model.ts';
import { readNixSide } from '../project/inputs/read.ts';
import { buildsOf } from '../project/verdicts/builds.ts';
import { isWheelCompatible, parseWheelFilename } from '../python/tags.ts';
import { targetOf } from '../targets/registry.ts';
import { enumeration } from '../words.ts';
import type { Rule } from './model.ts';

/**
 * Wheels whose tags are for a CPU that the pinned target's table lacks: it fails to evaluate the package on Linux,
 * though it would build another file. Said once for a project, at the first such package.
 */
export const wheelOfUnknownCpu: Rule = {
  id: 'wheel-of-unknown-cpu',
  about: 'lock',
  defaultSeverity: 'error',
  summary: 'The lock has wheels for a CPU that the pinned poetry2nix or pyproject.nix fails over.',
  *check(project) {
    const { lock } = project;
    if (lock === null) return;
    const broken = [...foreignWheels(lock)]
      .flatMap(([locked, foreign]) =>
        project
          .verdictsFor(locked)
          .flatMap((verdict) => failureOf(verdict, foreign, project) ?? []),
      )
      .filter(({ verdict }) => verdict.built.state === 'yes');
    const [first] = broken;
    if (first === undefined) return;
    const names = [...new Set(broken.map(({ locked }) => locked.name))];
    const { cpu, locked, label } = first;
    // Which interpreter it is may be open.
    const certain = broken.some(({ pythons }) => pythons === null);
    const withPython = certain ? '' : ` with Python ${enumeration(first.pythons ?? [])}`;
    const [at, ...related] = broken.map((each) => ({
      file: fileOfLocked(lock, each.locked),
      span: each.locked.nameSpan,
      message: `a wheel for ${each.cpu}`,
    }));
    if (at === undefined) return;
    yield {
      file: at.file,
      span: at.span,
      severity: certain ? 'error' : 'warning',
      message: `${label} fails to evaluate ${enumeration(names)}${withPython}: ${names.length === 1 ? 'it has' : 'they have'} a wheel for ${cpu}, a CPU that its table lacks (‘attribute '${cpu}' missing’), whichever file is built.`,
      package: locked.name,
      related: related.slice(0, MOST_RELATED),
    };
  },
};

const MOST_RELATED = 20;

/** The CPUs of manylinux tags that are in the table (pyproject.nix lib/pep599.nix). */
const KNOWN_CPUS: ReadonlySet<string> = new Set([
  'x86_64',
  'i686',
  'aarch64',
  'armv7l',
  'ppc64',
  'ppc64le',
  's390x',
]);

interface ForeignWheel {
  readonly cpu: string;
  readonly name: string;
}

/** The packages of a lock that have wheels for other CPUs, in its order: hardly any lock has one. Bench: `didChange`. */
const foreignWheels = memoized(
  ({ packages }: Lock): ReadonlyMap<LockedPackage, readonly ForeignWheel[]> =>
    new Map(
      packages.flatMap((locked) => {
        const foreign = locked.files.flatMap(({ name }) => {
          const cpu = /-manylinux_\d+_\d+_(\w+?)(?:\.[\w.]+)?\.whl$/.exec(name)?.[1] ?? null;
          return cpu === null || KNOWN_CPUS.has(cpu) ? [] : [{ cpu, name }];
        });
        return foreign.length === 0 ? [] : [[locked, foreign] as const];
      }),
    ),
);

interface Failure {
  readonly verdict: Verdict;
  readonly locked: LockedPackage;
  readonly cpu: string;
  /** Of the target, for people. */
  readonly label: string;
  /** The interpreters with which it fails; null for all that are in question. */
  readonly pythons: readonly string[] | null;
}

/** Null where evaluation fails over no wheel. */
function failureOf(
  verdict: Verdict,
  foreign: readonly ForeignWheel[],
  { input, manifest, settings }: Project,
): Failure | null {
  const { locked, target, use, distribution } = verdict;
  if (locked === null || target === null) return null;
  const { label, failsOverWheels } = targetOf(target);
  const looksAt = failsOverWheels(readNixSide(input).pins);
  if (looksAt === null || (looksAt === 'chosen-wheel' && distribution.kind !== 'wheel'))
    return null;
  if (!settings.systems.some((system) => system.endsWith('-linux'))) return null;
  const { pythons } = buildsOf(use, manifest, settings);
  const failing = pythons.filter((python) => foreign.some((each) => fits(each, python)));
  const [first] = foreign;
  if (first === undefined || failing.length === 0) return null;
  const isEach = failing.length === pythons.length;
  return { verdict, locked, label, cpu: first.cpu, pythons: isEach ? null : failing };
}

/** Whether all but the CPU fits: the tags of the interpreter are looked at first, and the version of the libc. */
function fits({ cpu, name }: ForeignWheel, python: string): boolean {
  const wheel = parseWheelFilename(name.replaceAll(cpu, 'x86_64'));
  return wheel !== null && isWheelCompatible(wheel, python, 'x86_64-linux');
}
