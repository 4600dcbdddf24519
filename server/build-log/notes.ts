import type { BuildNote } from '../project/model.ts';
import { needLabel } from '../targets/needs.ts';
import type { BuildReport, ReportedBuild } from './report.ts';

/** What a report says of each package, to be shown where the project depends on it. */
export function notesOf({ builds }: BuildReport): readonly BuildNote[] {
  return builds.flatMap((build) =>
    build.package === null
      ? []
      : [{ package: build.package.name, message: messageOf(build), request: build.request }],
  );
}

function messageOf({ package: of, phase, findings, lines, beside }: ReportedBuild): string {
  const named = [of?.name, of?.version].filter((part) => part != null).join(' ');
  const where = phase === null ? '' : ` in ${phase}`;
  const needs = findings.flatMap((each) => each.needs);
  const [first] = findings;
  const said = first ?? lines.at(-1);
  const quoted =
    said === undefined
      ? ''
      : `: ${'text' in said ? said.text.trim() : said.message} (line ${said.line})`;
  const needed = labels(needs) === '' ? '' : ` It needs ${labels(needs)}.`;
  const known = labels(beside) === '' ? '' : ` Known to be needed beside: ${labels(beside)}.`;
  const advice = findings.flatMap((each) => each.advice ?? []);
  return [`${named} failed to build${where}${quoted}.${needed}${known}`, ...advice].join(' ');
}

function labels(needs: ReportedBuild['beside']): string {
  return [...new Set(needs.map(needLabel))].join(', ');
}
