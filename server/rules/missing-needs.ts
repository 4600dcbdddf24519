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
  say: (verdict: Verdict, labels: readonly string[]) => string,
): Iterable<RuleFinding> {
  const said = new Set<string>();
  for (const { verdict, needs } of missingIn(project).get(kind) ?? []) {
    const { locked } = verdict;
    if (locked === null || project.lock === null) continue;
    const message = memoize(
      messages,
      needs,
      () => `${say(verdict, labelsOf(needs))} ${attribution(needs)}`,
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

function labelsOf(needs: readonly JudgedNeed[]): readonly string[] {
  return [...new Set(needs.map(({ fact }) => needLabel(fact.need)))];
}

/** Who says so, need by need: `(libpq: its sdist (2.9.10), Debian; openssl: poetry2nix)`. */
function attribution(needs: readonly JudgedNeed[]): string {
  const bySources = groupBy(needs, ({ fact }) => sourceNames(fact.sources));
  const parts = [...bySources].map(([names, of]) => {
    return `${labelsOf(of).join(', ')}: ${names}`;
  });
  return `(${parts.join('; ')}.)`;
}

/** What a message begins with, for that is what an editor shows of it in a narrow window: `cups is missing`. */
export function missing(labels: readonly string[], { target }: Pick<Verdict, 'target'>): string {
  const are = labels.length === 1 ? 'is' : 'are';
  return `${enumeration(labels)} ${are} missing${isInShell(target) ? ' in the shell' : ''}`;
}

/** `psycopg2 2.9.9`, and how it is built: `is built from its sdist by uv2nix`. */
export function subject(
  { package: { name, version }, distribution, target }: Verdict,
  withWhat = '',
): string {
  const how =
    distribution.kind === 'wheel' ? 'installed from its wheel' : `built${withWhat} from its sdist`;
  return `${name} ${version ?? ''} is ${how}${wayOf(target)}`;
}

function wayOf(target: TargetId | null): string {
  if (target === null) return '';
  return isInShell(target) ? ' there' : ` by ${targetOf(target).label}`;
}

function isInShell(target: TargetId | null): boolean {
  return target !== null && targetOf(target).asks.subject === 'shell';
}
