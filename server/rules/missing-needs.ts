import { groupBy } from '../../overrides-db/group.ts';
import type { Need } from '../../overrides-db/model.ts';
import { fileOfLocked } from '../locks/file-of.ts';
import { fileOf } from '../manifests/file-of.ts';
import type { TargetId } from '../nix/api.ts';
import type { JudgedNeed, Project, Verdict } from '../project/model.ts';
import { sourceNames } from '../../overrides-db/sources.ts';
import { isMissing } from '../project/verdicts/status.ts';
import { whyLocked } from '../project/verdicts/why.ts';
import { needLabel } from '../targets/needs.ts';
import { targetOf } from '../targets/registry.ts';
import { enumeration } from '../words.ts';
import type { RuleFinding } from './model.ts';
import { memoize, memoized } from '../memoize.ts';

/**
 * One finding for each package and target that lacks needs of one kind: in the manifest at the
 * dependency that is or brings the package, and as a duplicate at the package's own table in the lock.
 */
export function* missingNeeds(
  project: Project,
  kind: Need['kind'],
  say: (verdict: Verdict, labels: string) => string,
): Iterable<RuleFinding> {
  const said = new Set<string>();
  for (const { verdict, needs } of missingIn(project).get(kind) ?? []) {
    const { locked } = verdict;
    if (locked === null || project.lock === null) continue;
    const message = memoize(
      messages,
      needs,
      () => `${say(verdict, listed(needs))} ${attribution(needs)}`,
    );
    // Two calls of one target that lack the same say it once.
    if (said.has(message)) continue;
    said.add(message);
    const about = { package: locked.name, verdict };
    const atLock = { file: fileOfLocked(project.lock, locked), span: locked.nameSpan };
    const why = whyLocked(project, locked.name);
    const builder = builderOf(verdict);
    if (why === null) {
      yield { ...about, ...atLock, message, related: builder };
      continue;
    }
    const atManifest = { file: fileOf(project.manifest, why.direct), span: why.direct.nameSpan };
    const atDirect = why.path.length > 1 ? broughtBy(message, why.path) : message;
    yield {
      ...about,
      ...atManifest,
      message: atDirect,
      related: [
        { ...atLock, message: `${locked.name} ${locked.version ?? ''}`.trim() },
        ...builder,
      ],
    };
    // A requirements file may be its own lock: there is no second place to say it.
    if (locked.nameSpan === why.direct.nameSpan) continue;
    const related = [{ ...atManifest, message: `${why.direct.name} is declared` }, ...builder];
    yield { ...about, ...atLock, message, related, duplicate: true };
  }
}

/** With the way on which the package is brought. */
function broughtBy(message: string, path: readonly string[]): string {
  return `${message} Brought by ${path.join(' → ')}.`;
}

/** The call in a Nix file that builds the package. */
function builderOf({ use }: Verdict): NonNullable<RuleFinding['related']> {
  return use === null
    ? []
    : [{ file: use.file, span: use.span, message: `${use.callee} builds it` }];
}

/** A verdict and the needs of one kind that are warned of. */
interface Missing {
  readonly verdict: Verdict;
  readonly needs: readonly JudgedNeed[];
}

/** One walk through the packages for the rules of all kinds. Bench: `didChange`. */
const missingIn = memoized((project: Project): ReadonlyMap<Need['kind'], readonly Missing[]> => {
  const found = new Map<Need['kind'], Missing[]>();
  for (const verdict of project.needsReview())
    for (const [kind, needs] of warnedOf(verdict.needs))
      memoize(found, kind, () => []).push({ verdict, needs });
  return found;
});

/** What is said of needs: they are of one judged package. Bench: `didChange`. */
const messages = new WeakMap<readonly JudgedNeed[], string>();

/** The needs that are warned of, by kind. Bench: `didChange`. */
const warnedOf = memoized((needs: readonly JudgedNeed[]) =>
  groupBy(needs.filter(isMissing), ({ fact }) => fact.need.kind),
);

function listed(needs: readonly JudgedNeed[]): string {
  return enumeration(needs.map(({ fact }) => needLabel(fact.need)));
}

function attribution(needs: readonly JudgedNeed[]): string {
  return `(Known from ${sourceNames(needs.flatMap(({ fact }) => fact.sources))}.)`;
}

/** `psycopg2 2.9.9`, and how it is built. */
export function subject({ package: { name, version }, distribution, target }: Verdict): string {
  const from = distribution.kind === 'wheel' ? 'its wheel' : 'its sdist';
  const by = target === null ? '' : ` ${wayOf(target)}`;
  return `${name} ${version ?? ''} is built from ${from}${by}`;
}

/** Who does not provide what a package lacks. */
export function lacking({ target }: Verdict): string {
  return target !== null && targetOf(target).asks.subject === 'shell'
    ? 'which the shell does not hold'
    : 'which nobody provides';
}

/** `by uv2nix`, `in the shell`. */
function wayOf(target: TargetId): string {
  const { asks, label } = targetOf(target);
  return asks.subject === 'shell' ? 'in the shell' : `by ${label}`;
}
