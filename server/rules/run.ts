import type { Finding, Project, Severity } from '../project/model.ts';
import type { Rule, RuleFinding } from './model.ts';
import { rules } from './registry.ts';

/**
 * What every rule says of a project, in the order of the rules, each at the severity that the user
 * has set for it. Ignore comments are not applied here.
 */
export function findings(project: Project): readonly Finding[] {
  return rules.flatMap((rule) => findingsOf(rule, project));
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
