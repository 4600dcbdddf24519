import { placeRequests } from '../../features/code-actions/provide-everything.ts';
import type { FileEdits } from '../../features/model.ts';
import { planHash, planIgnoredCollision } from '../../nix/api.ts';
import type { BuildReport } from '../../build-log/report.ts';
import type { LogFinding } from '../../build-log/model.ts';
import type { Project } from '../../project/model.ts';
import type { TextEdit } from '../../text.ts';

/** What a report changes in a project's Nix files; null where it has no place in them. */
export function placeReport({ builds }: BuildReport, project: Project): FileEdits | null {
  const { lock } = project;
  const asked = builds.filter(({ request }) => request !== null);
  // A log of something else than this project must not write overrides that nothing reads.
  const isOfProject = asked.every(
    ({ package: of }) => of === null || lock === null || lock.byName.has(of.name),
  );
  const requests = asked.flatMap(({ request }) => request ?? []);
  const edits = isOfProject ? placeRequests(project, requests) : null;
  const findings = builds.flatMap((build) => build.findings);
  const written = joinEdits(edits, placeHashes(findings, project));
  return joinEdits(written, placeCollisions(findings, project));
}

/** What both change, in one step. */
function joinEdits(a: FileEdits | null, b: FileEdits | null): FileEdits | null {
  if (a === null || b === null) return a ?? b;
  const edits = new Map(a.edits);
  for (const [file, list] of b.edits) edits.set(file, [...(edits.get(file) ?? []), ...list]);
  return { edits, creates: new Map([...a.creates, ...b.creates]) };
}

/** The hashes that Nix got, in place of those in the Nix files. */
function placeHashes(findings: readonly LogFinding[], { input, uses }: Project): FileEdits | null {
  const overrides = uses.flatMap((use) => use.overrides.entries);
  const edits = new Map<string, readonly TextEdit[]>();
  for (const { package: of, hash } of findings) {
    if (hash === null) continue;
    const planned = planHash(input.nixFiles, overrides, { package: of?.name ?? null, ...hash });
    if (planned !== null)
      edits.set(planned.file, [...(edits.get(planned.file) ?? []), planned.edit]);
  }
  return edits.size === 0 ? null : { edits, creates: new Map() };
}

/** What environments are to take the first of, where their builder found two. */
function placeCollisions(findings: readonly LogFinding[], { input }: Project): FileEdits | null {
  const edits = new Map<string, readonly TextEdit[]>();
  for (const { derivation, collision } of findings) {
    if (derivation === null || collision === null) continue;
    const planned = planIgnoredCollision(input.nixFiles, {
      environment: derivation,
      path: collision,
    });
    // A second collision of one file waits for the next build: it would be written around the same call.
    if (planned !== null && !edits.has(planned.file)) edits.set(planned.file, planned.edits);
  }
  return edits.size === 0 ? null : { edits, creates: new Map() };
}
