import type { Finding, Project } from '../../project/model.ts';
import type { Span } from '../../text.ts';
import type { Snapshot } from '../model.ts';
import { targetActions } from '../targets.ts';
import { copyOverride } from './copy-override.ts';
import { createNixFile } from './create-poetry2nix-file.ts';
import { createShell } from './create-mkshell-file.ts';
import { addExtraBuildDependencies } from './uv2nix-build-dependencies.ts';
import { ignoreFinding } from './ignore-finding.ts';
import { mendFailedBuild } from './mend-failed-build.ts';
import type { CodeAction, CodeActionKind } from './model.ts';
import { movePoetry2nix } from './move-poetry2nix.ts';
import { provideEverything } from './provide-everything.ts';
import { provideNeeds } from './provide-needs.ts';
import { provideToPackage } from './provide-overrides.ts';
import { provideShellLibraries } from './provide-shell-libraries.ts';
import { quickFixes } from './quick-fixes.ts';
import { raiseConstraint } from './raise-constraint.ts';
import { readPackages } from './read-packages.ts';
import { takeWheel } from './take-wheel.ts';
import { tellNeeds } from './tell-needs.ts';
import { writeExternal } from './write-external.ts';

/** What the client wants to be offered. */
export interface CodeActionRequest {
  /** The selection, or the cursor. */
  readonly span: Span;
  /** Codes of the diagnostics that the client has at the place. */
  readonly codes: ReadonlySet<string>;
  /** Whether the client puts text into a clipboard when asked. */
  readonly copies?: boolean;
  /** Whether packages may be read that this machine may have to fetch. */
  readonly reads?: boolean;
  wants(kind: CodeActionKind): boolean;
}

/** What can be done at a place, the most likely first. */
export function codeActions(snapshot: Snapshot, request: CodeActionRequest): readonly CodeAction[] {
  const findings = findingsAt(snapshot, request);
  const offered: (CodeAction | null)[] = [];
  if (request.wants('quickfix')) {
    const fixes = findings.flatMap((finding) => {
      const project = projectOf(snapshot, finding);
      const provided = provideToPackage(project, finding, findings);
      const others = [
        takeWheel(project, finding, findings),
        mendFailedBuild(project, finding),
        addExtraBuildDependencies(project, finding),
        provideShellLibraries(project, finding),
      ].filter((each) => each !== null);
      return provided === null
        ? [...quickFixes(finding), ...others]
        : [provided, ...withoutPreference(quickFixes(finding)), ...others];
    });
    offered.push(...fixes);
    if (findings.some(({ verdict }) => verdict !== null))
      offered.push(...snapshot.projects.map((project) => provideEverything(project, 'quickfix')));
    offered.push(...findings.map((finding) => ignoreFinding(snapshot, finding)));
  }
  if (request.wants('refactor.rewrite')) {
    const at = firstWritten(snapshot.source.text, request.span);
    offered.push(
      createNixFile(snapshot, at),
      createShell(snapshot, at),
      ...provideNeeds(snapshot, at),
      tellNeeds(snapshot, at),
      writeExternal(snapshot, at),
      ...(request.copies === true ? copyOverride(snapshot, at) : []),
      ...(request.reads === true ? readPackages(snapshot, at) : []),
      raiseConstraint(snapshot, at),
      ...movePoetry2nix(snapshot, at),
      ...targetActions(snapshot, at, request.copies === true),
    );
  }
  if (request.wants('source.fixAll.pyproject-nix-ls'))
    offered.push(
      ...snapshot.projects.map((project) =>
        provideEverything(project, 'source.fixAll.pyproject-nix-ls'),
      ),
    );
  return distinct(offered.filter((action) => action !== null));
}

/** The first character of a selection that is not a blank, for one of whole lines; from a cursor the next on its line. */
function firstWritten(text: string, { start, end }: Span): number {
  let at = start;
  while (text[at] === ' ' || text[at] === '\t' || (at < end && /[\r\n]/.test(text[at] ?? '')))
    at += 1;
  return at;
}

/** Findings under the selection; where there is none, those of its lines that the client shows there. */
function findingsAt(
  { findings, source }: Snapshot,
  { span, codes }: CodeActionRequest,
): readonly Finding[] {
  const under = findings.filter(
    (each) => each.span.start <= span.end && span.start <= each.span.end,
  );
  if (under.length > 0) return under;
  const first = source.positionAt(span.start).line;
  const last = source.positionAt(span.end).line;
  const onLines = findings.filter(
    (each) =>
      source.positionAt(each.span.start).line <= last &&
      first <= source.positionAt(each.span.end).line,
  );
  return onLines.filter(({ code }) => codes.size === 0 || codes.has(code));
}

function projectOf({ projects }: Snapshot, { verdict }: Finding): Project {
  const use = verdict?.use ?? null;
  return projects.find(({ uses }) => use !== null && uses.includes(use)) ?? projects[0];
}

function withoutPreference(actions: readonly CodeAction[]): readonly CodeAction[] {
  return actions.map((action) => ({ ...action, isPreferred: false }));
}

/** Two findings that one action removes offer it once. */
function distinct(actions: readonly CodeAction[]): readonly CodeAction[] {
  const byTitle = new Map<string, CodeAction>();
  for (const action of actions) {
    const key = `${action.kind} ${action.title}`;
    if (!byTitle.has(key)) byTitle.set(key, action);
  }
  return [...byTitle.values()];
}
