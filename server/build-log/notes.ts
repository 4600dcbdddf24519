import type { NixFiles } from '../nix/api.ts';
import { environmentCalls } from '../nix/api.ts';
import type { BuildNote } from '../project/model.ts';
import { needLabel } from '../targets/needs.ts';
import type { LogFinding } from './model.ts';
import { placeInProject } from './nix-place.ts';
import type { BuildReport, ReportedBuild } from './report.ts';

/** What a report says of each package, to be shown where the project depends on it, and of all else where it stands in the project's Nix files. */
export function notesOf({ builds }: BuildReport, files: NixFiles): readonly BuildNote[] {
  return builds.map((build) => {
    const collided = build.findings.find(({ collision }) => collision !== null);
    return {
      package: build.package?.name ?? null,
      at: build.package === null ? placeOf(build, files) : null,
      message: messageOf(build),
      request: build.package === null ? null : build.request,
      collision: collided === undefined ? null : collisionOf(collided),
    };
  });
}

function collisionOf({ derivation, collision }: LogFinding): BuildNote['collision'] {
  return derivation === null || collision === null
    ? null
    : { environment: derivation, path: collision };
}

/** Where an evaluation ended, or where the environment is made that could not be. */
function placeOf({ name, findings }: ReportedBuild, files: NixFiles): BuildNote['at'] {
  for (const { place } of findings) {
    const found = place === null ? null : placeInProject(place, files);
    if (found !== null) return found;
  }
  if (name === null) return null;
  const [made, ...others] = environmentCalls(files).filter((each) => each.name === name);
  return made === undefined || others.length > 0 ? null : { file: made.file, span: made.span };
}

function messageOf(build: ReportedBuild): string {
  const { phase, findings, lines, beside } = build;
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
  return [`${subjectOf(build)}${where}${quoted}.${needed}${known}`, ...advice].join(' ');
}

function subjectOf({ package: of, name, findings }: ReportedBuild): string {
  const named = of === null ? name : of.version === null ? of.name : `${of.name} ${of.version}`;
  if (named !== null) return `${named} failed to build`;
  return findings.some(({ inEvaluation }) => inEvaluation)
    ? 'The evaluation failed'
    : 'A build that the log does not name failed';
}

function labels(needs: ReportedBuild['beside']): string {
  return [...new Set(needs.map(needLabel))].join(', ');
}
