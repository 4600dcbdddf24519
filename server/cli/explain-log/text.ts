import type { BuildReport, ReportedBuild } from '../../build-log/report.ts';
import type { LogFinding, NixPlace } from '../../build-log/model.ts';
import type { Need } from '../../../overrides-db/model.ts';
import type { RequestedNeed } from '../../nix/api.ts';
import { needLabel } from '../../targets/needs.ts';
import { targetOf } from '../../targets/registry.ts';
import { joined, line, type Printed } from '../printed.ts';

/** A report for people: what failed, the lines that say why, what it needs. */
export function reportText({ target, builds }: BuildReport): Printed {
  const { label } = targetOf(target);
  const parts = builds.map((build) => buildText(build, label));
  return joined(parts.map((part, index) => (index === 0 ? part : line`\n${part}`)));
}

function buildText(build: ReportedBuild, label: string): Printed {
  const lines = [title(build)];
  for (const finding of build.findings) lines.push(...findingLines(finding));
  const isExplained = build.findings.length > 0;
  if (!isExplained && build.lines.length > 0) {
    lines.push('  No message is recognised. What it printed last:');
    for (const { line: number, text } of build.lines)
      lines.push(`  line ${number}: ${text.trim()}`);
  }
  for (const finding of build.sought)
    if (finding.needs.length > 0)
      lines.push(
        `  Perhaps needs ${labels(finding.needs)} too, which it looked for in vain (line ${finding.line})`,
      );
  lines.push(...knownLines(build, label, isExplained));
  return joined(lines.map((text) => line`${text}\n`));
}

function title({ package: of, name, phase, findings }: ReportedBuild): string {
  const named = of === null ? name : of.version === null ? of.name : `${of.name} ${of.version}`;
  const nameless = findings.some(({ inEvaluation }) => inEvaluation)
    ? 'The evaluation'
    : 'Of a package that the log does not name';
  const what = named ?? nameless;
  return phase === null ? what : `${what}: failed in ${phase}`;
}

function findingLines({
  line: number,
  message,
  needs,
  preferWheel,
  advice,
  place,
}: LogFinding): readonly string[] {
  const isSaid = place === null || message.includes(`${place.file}:${place.line}:`);
  return [
    `  line ${number}: ${message}`,
    ...(isSaid ? [] : [`    at ${placeText(place)}`]),
    ...(needs.length > 0 ? [`    needs ${labels(needs)}`] : []),
    ...(preferWheel ? ['    take the wheel'] : []),
    ...(advice === null ? [] : [`    ${advice}`]),
  ];
}

/** Of the copy of a flake that Nix makes the path inside of it, as the user has it. */
function placeText({ file, line: number, column }: NixPlace): string {
  return `${file.replace(/^\/nix\/store\/[a-z0-9]{32}-source\//, '')}:${number}:${column}`;
}

/** What is known beside the log, marked apart; and what else would do. */
function knownLines(
  { package: of, beside, known, request, findings }: ReportedBuild,
  label: string,
  isExplained: boolean,
): readonly string[] {
  if (of === null) return [];
  const lines: string[] = [];
  if (beside.length > 0)
    lines.push(`  Known to be needed beside, and provided by nobody: needs ${labels(beside)}`);
  if (!isExplained && beside.length === 0)
    lines.push(
      known.isKnown
        ? `  Of what ${of.name} is known to need, nothing is missing with ${label}${known.provided.length > 0 ? ` (${labels(known.provided)} is provided)` : ''}.`
        : `  Nothing is known of what ${of.name} needs.`,
    );
  if (!isExplained && known.uncertain.length > 0)
    lines.push(`  It may need ${labels(known.uncertain)} too, which is not certain.`);
  const asksForWheel = request?.needs.some(({ kind }) => kind === 'wheel') === true;
  if (asksForWheel && !findings.some(({ preferWheel }) => preferWheel))
    lines.push(
      '  Surest is its wheel, which the lock has. Or build it from its sdist, with its crates by a hash (`cargoDeps`).',
    );
  else if (known.hasWheel && request?.needs.every(isOfBuild) === true)
    lines.push('  Or take its wheel, which the lock has: then none of this is needed.');
  else if (known.hasWheelForSome && request?.needs.every(isOfBuild) === true)
    lines.push(
      '  Or take its wheel, where one of the lock fits the interpreter and system (not each that the project may have has one): then none of this is needed.',
    );
  return lines;
}

/** Whether a wheel, which is not built, can do without it: what it lacks when it runs, it lacks from a wheel as well. */
function isOfBuild({ kind }: RequestedNeed): boolean {
  return kind !== 'dependency' && kind !== 'relaxed-dependency' && kind !== 'ignored-library';
}

function labels(needs: readonly Need[]): string {
  return [...new Set(needs.map(needLabel))].join(', ');
}
