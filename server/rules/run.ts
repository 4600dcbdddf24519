import type { Finding, Project, Severity } from '../project/model.ts';
import type { Rule, RuleFinding } from './model.ts';
import { rules } from './registry.ts';

/** What is said of a lock that nothing is built from: what is wrong in the file itself. */
const SAID_OF_OTHER_LOCKS: ReadonlySet<string> = new Set([
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
  if (project.besides.length === 0) return own;
  const others = project.besides.flatMap((beside) =>
    rules
      .filter(({ id }) => beside.standing.counts || SAID_OF_OTHER_LOCKS.has(id))
      .flatMap((rule) => findingsOf(rule, beside)),
  );
  return [...new Map([...others, ...own].map((each) => [placeOf(each), each])).values()].toSorted(
    (a, b) => Number(others.includes(a)) - Number(others.includes(b)),
  );
}

function placeOf({ code, file, span, message, echo }: Finding): string {
  return JSON.stringify([code, file, span.start, span.end, message, echo]);
}

function findingsOf(rule: Rule, project: Project): readonly Finding[] {
  const set: Severity | undefined = project.settings.severity[rule.id];
  if (set === 'off' || (set === undefined && rule.defaultSeverity === 'off')) return [];
  const ignored = new Set(project.settings.ignoredPackages);
  const found: Finding[] = [];
  for (const finding of rule.check(project)) {
    const severity = set ?? finding.severity ?? rule.defaultSeverity;
    if (severity === 'off' || (finding.package != null && ignored.has(finding.package))) continue;
    found.push(complete(rule.id, severity, finding));
  }
  return found;
}

function complete(code: string, severity: Finding['severity'], finding: RuleFinding): Finding {
  return {
    package: null,
    related: [],
    verdict: null,
    fixes: [],
    tags: [],
    echo: false,
    ...finding,
    code,
    severity,
  };
}
