import { fileOfLocked } from '../locks/file-of.ts';
import type { Finding, Project, Severity } from '../project/model.ts';
import type { Rule, RuleFinding } from './model.ts';
import { rules } from './registry.ts';
import { memoize, memoized, SingleEntryCache } from '../memoize.ts';

/** What is said of a lock that nothing is built from: what is wrong in the file itself. */
const SAID_OF_OTHER_LOCKS: ReadonlySet<string> = new Set([
  'invalid-json',
  'invalid-toml',
  'lock-stale',
  'lock-version-unsupported',
]);

/**
 * What every rule says of a project, in the order of the rules, each at the severity that the user
 * has set for it, and then what is to be said of the manifest's other locks. Ignore comments are not
 * applied here.
 */
export function findings(project: Project): readonly Finding[] {
  const own = rules.flatMap((rule) => findingsOf(rule, project));
  if (project.withOtherLocks.length === 0) return own;
  const others = project.withOtherLocks.flatMap((beside) =>
    rules
      .filter(({ id }) => beside.selection.active || SAID_OF_OTHER_LOCKS.has(id))
      .flatMap((rule) => findingsOf(rule, beside)),
  );
  return [...new Map([...others, ...own].map((each) => [placeOf(each), each])).values()].toSorted(
    (a, b) => Number(others.includes(a)) - Number(others.includes(b)),
  );
}

function placeOf({ code, file, span, message, duplicate }: Finding): string {
  return JSON.stringify([code, file, span.start, span.end, message, duplicate]);
}

/**
 * The most that one rule says of one project. Nobody reads as many; a file that was made to hold a
 * million mistakes would fill the memory with them.
 */
const MOST_OF_A_RULE = 2000;

const MORE = ' There are more of the same, which are left out.';

function findingsOf(rule: Rule, project: Project): readonly Finding[] {
  const { severity: severities, ignoredPackages } = project.settings;
  const set: Severity | undefined = severities[rule.id];
  if (set === 'off' || (set === undefined && rule.defaultSeverity === 'off')) return [];
  const found: Finding[] = [];
  for (const finding of said(rule, project)) {
    const severity = set ?? finding.severity ?? rule.defaultSeverity;
    if (severity === 'off') continue;
    if (finding.package != null && ignoredPackages.includes(finding.package)) continue;
    const related = finding.related ?? lockedPlaces(finding, project);
    if (found.length === MOST_OF_A_RULE)
      return [...found.slice(0, -1), ...found.slice(-1).map(withMore)];
    found.push(complete(rule.id, severity, finding, related));
  }
  return found;
}

function withMore(finding: Finding): Finding {
  return { ...finding, message: `${finding.message}${MORE}` };
}

/** By what the rule reads first. Bench: `didChange`. */
const saidOf = memoized(
  (_first: object) => new Map<Rule, SingleEntryCache<readonly RuleFinding[]>>(),
);

/** What the rule says; asked anew only where something that it reads has changed. */
function said(rule: Rule, project: Project): Iterable<RuleFinding> {
  const reads = rule.reads?.(project);
  const first = reads?.[0] ?? null;
  if (reads === undefined || first === null) return rule.check(project);
  const last = memoize(saidOf(first), rule, () => new SingleEntryCache());
  return last.get(reads, () => [...rule.check(project)]);
}

/** Where what a Nix file speaks of is locked. */
function lockedPlaces(
  { file, package: name = null }: RuleFinding,
  { lock }: Project,
): Finding['related'] {
  if (lock === null || name === null || !file.endsWith('.nix')) return [];
  return (lock.byName.get(name) ?? []).map((locked) => ({
    file: fileOfLocked(lock, locked),
    span: locked.nameSpan,
    message: `${locked.name} ${locked.version ?? ''}`.trim(),
  }));
}

function complete(
  code: string,
  severity: Finding['severity'],
  { file, span, message, package: name, verdict, fixes, tags, duplicate }: RuleFinding,
  related: Finding['related'],
): Finding {
  return {
    code,
    severity,
    file,
    span,
    message,
    package: name ?? null,
    related,
    verdict: verdict ?? null,
    fixes: fixes ?? [],
    tags: tags ?? [],
    duplicate: duplicate ?? false,
  };
}
