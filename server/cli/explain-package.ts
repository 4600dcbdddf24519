import { rules } from '../rules/registry.ts';
import { sessionCodes } from '../session/session-findings.ts';
import { explain as explainPackage, type Explanation } from '../../overrides-db/explain.ts';
import type { Conditions, KnowledgeBase } from '../../overrides-db/model.ts';
import { hoverBlock } from '../features/hover/hover.ts';
import { renderPlainText } from '../features/hover/render.ts';
import type { Project } from '../project/model.ts';
import { allowsAny, within } from '../python/constraint.ts';
import type { Constraint, Version } from '../python/model.ts';
import { compareVersions, parseVersion } from '../python/version.ts';
import { allOf } from './explain-all.ts';
import type { PackageRequest } from './explain-request.ts';
import { summaryOf } from './explain-summary.ts';
import { formatVerdict, reportVerdict, verdictsOn } from './explain-verdicts.ts';
import type { CliIo } from './io.ts';
import { didYouMean } from './nearest.ts';
import { joined, json, line, styled, type Printed } from './printed.ts';

/** Prints what is known of a package, in a project as it is locked and built there. */
export function explainRequest(
  request: PackageRequest,
  { format, all, bundled, project }: Asked,
  io: CliIo,
): 0 {
  const { name, version, range } = request;
  const knowledge = project?.input.knowledge ?? bundled;
  const explanation = withinRange(explainPackage(knowledge, name, version), range);
  const verdicts = project === null ? [] : verdictsOn(project, name, version);
  if (format === 'json') {
    io.out(json({ ...explanation, project: verdicts.map(reportVerdict) }));
    return 0;
  }
  const isAsked = version === null && range === null;
  if (all)
    io.out(joined([allOf(explanation, headingOf(request, io)), ...verdicts.map(formatVerdict)]));
  else if (project !== null && isAsked && project.lock?.byName.has(name) === true)
    io.out(inProject(project, name, io));
  else io.out(outsideOfProject(explanation, request, knowledge, io));
  return 0;
}

/** As a hover in the lock says it, for each way in which the project is built. */
function inProject(project: Project, name: string, io: CliIo): Printed {
  const verdicts = (project.lock?.byName.get(name) ?? []).flatMap((locked) =>
    project.verdictsFor(locked),
  );
  const texts = verdicts.map((verdict) => {
    const { preview: _, ...block } = hoverBlock(project, verdict);
    return renderPlainText({ span: { start: 0, end: 0 }, blocks: [{ ...block, preview: '' }] });
  });
  const hasOptional = verdicts.some(({ needs }) => needs.some(({ fact }) => !fact.required));
  return joined([
    ...[...new Set(texts)].map((text) => {
      const [title = '', ...rows] = text.split('\n');
      return joined([
        line`${styled(BOLD, line`${title}`, io.colour)}\n`,
        ...rows.map((row) => line`  ${row}\n`),
      ]);
    }),
    line`\n${hasOptional ? 'Optional: it builds without, and lacks a feature then. ' : ''}--all says who says so, and when.\n`,
  ]);
}

/** What `explain` shows the page of. */
const CODES: readonly string[] = [...rules.map(({ id }) => id), ...Object.keys(sessionCodes)];

function outsideOfProject(
  explanation: Explanation,
  request: PackageRequest,
  knowledge: KnowledgeBase,
  io: CliIo,
): Printed {
  const heading = headingOf(request, io);
  if (knowledge.lookup(request.name) === null) {
    const near = didYouMean(request.name, [...knowledge.names(), ...CODES]);
    return line`${heading}\n  Nothing is known of it${near === '' ? '.' : near}\n`;
  }
  const summary = summaryOf(explanation, request.version !== null);
  const newest = newestRead(explanation, knowledge);
  const asked = request.version === null ? null : parseVersion(request.version);
  const isBeyond =
    asked !== null && newest !== null && compareVersions(asked, newest) > 0
      ? [
          line`  ${newest.text} is the newest that was read: of ${asked.text} it is what still holds, if nothing has changed.\n`,
        ]
      : [];
  const traps = explanation.traps.map(({ message }) => line`  ${message}\n`);
  return joined([
    line`${heading}\n`,
    summary,
    ...isBeyond,
    ...(traps.length > 0 ? [line`\nMind\n`, ...traps] : []),
  ]);
}

function newestRead({ name }: Explanation, knowledge: KnowledgeBase): Version | null {
  const versions = (knowledge.lookup(name)?.facts ?? [])
    .flatMap(({ sources }) => sources.flatMap(({ version }) => version ?? []))
    .flatMap((text) => parseVersion(text) ?? []);
  return versions.toSorted(compareVersions).at(-1) ?? null;
}

function headingOf({ name, shown }: PackageRequest, io: CliIo): Printed {
  return styled(BOLD, line`${shown === '' ? name : `${name} ${shown}`}`, io.colour);
}

/** Without what holds of no version that the range allows. */
function withinRange(explanation: Explanation, range: Constraint | null): Explanation {
  if (range === null) return explanation;
  const holds = ({ versions }: { readonly versions?: Conditions['versions'] }): boolean =>
    versions === undefined ||
    versions.some(({ from, until }) =>
      allowsAny(
        within({
          min: from === undefined ? null : parseVersion(from),
          includeMin: true,
          max: until === undefined ? null : parseVersion(until),
          includeMax: false,
        }),
        range,
      ),
    );
  const { cargoHash } = explanation;
  return {
    ...explanation,
    nativeInputs: explanation.nativeInputs.filter(holds),
    wheelLibraries: explanation.wheelLibraries.filter(holds),
    buildSystems: explanation.buildSystems.filter(holds),
    environment: explanation.environment.filter(holds),
    cargoHash: cargoHash === null || !holds(cargoHash) ? null : cargoHash,
  };
}

/** SGR */
const BOLD = 1;

interface Asked {
  readonly format: 'text' | 'json';
  readonly all: boolean;
  readonly bundled: KnowledgeBase;
  /** The project around; null where there is none. */
  readonly project: Project | null;
}
