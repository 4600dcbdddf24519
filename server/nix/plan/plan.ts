import type { TextEdit } from '../../text.ts';
import { applyEdits } from '../../text.ts';
import { semanticErrors } from '../check/errors.ts';
import { undefinedNames } from '../check/names.ts';
import type { NixFiles, OverridePlan, OverrideRequest, Reason, TargetId } from '../model.ts';
import { parseNix } from '../parse.ts';
import { findCalls } from '../read/calls.ts';
import { subjectName } from '../request.ts';
import { FileLoader } from '../resolve/files.ts';
import { Resolver } from '../resolve/resolver.ts';
import type { NixFile } from '../resolve/scope.ts';
import { NIX_TARGETS } from '../by-target/registry.ts';
import { Draft } from './draft.ts';
import type { Outcome, Refused } from './outcome.ts';
import { refused } from './outcome.ts';
import type { Placing } from './placing.ts';
import { mergeRequests, requestProblem } from './request.ts';
import { planInSequence } from './sequence.ts';

/**
 * Plans the edits that provide what `requests` ask for, in the file `entry` (absolute) and the files that it imports:
 * into the overrides that are there, else into a new overlay in the call. All requests are for one target.
 * `projectDir` (absolute) leaves out calls that are surely for another project.
 *
 * An entry that is not among the files is made, from what people start with for the target.
 * The plan is 'present' if nothing lacks, and 'not-editable' if nothing could be placed; nothing is changed that it does not say.
 */
export function planOverrides(
  files: NixFiles,
  entry: string,
  requests: readonly OverrideRequest[],
  projectDir: string | null = null,
): OverridePlan {
  const merged = mergeRequests(requests);
  const [first] = merged;
  if (first === undefined) return { outcome: 'present', reason: 'nothing is asked for' };
  if (merged.some(({ target }) => target !== first.target))
    return notEditable('unsound-request', 'the requests are for several targets');
  const loader = new FileLoader(files);
  const file = loader.load(entry);
  if (file === null) return createFile(entry, first.target, merged);
  const broken = problemOf(file);
  if (broken !== null) return notEditable('invalid-nix', broken);
  const resolver = new Resolver(loader);
  const draft = new Draft();
  const reached = resolver.index(file);
  noteCallers(files, loader, resolver);
  const context = { resolver, files: reached, calls: findCalls(resolver, reached) };
  const outcomes = judge(merged, { context, projectDir, draft });
  if (merged.length > 1 && (draft.isTangled || shareDependencies(merged)))
    return planInSequence(files, merged, (texts, request) =>
      planOverrides(texts, entry, [request], projectDir),
    );
  const plan = conclude(merged, outcomes, draft.finish(), files);
  return plan.outcome === 'not-editable' && loader.wanted.length > 0
    ? { ...plan, wants: loader.wanted }
    : plan;
}

/** Whether the project and its packages are to have something in one place (a module of dream2nix, whose `deps` are one). */
function shareDependencies([first, ...others]: readonly OverrideRequest[]): boolean {
  if (first === undefined || !NIX_TARGETS[first.target].sharesOnePlace) return false;
  return others.some(({ subject }) => subject.kind !== first.subject.kind);
}

/** What calls the entry from other files says what its arguments are. */
function noteCallers(files: NixFiles, loader: FileLoader, resolver: Resolver): void {
  for (const path of files.keys()) {
    const file = loader.load(path);
    if (file !== null) resolver.index(file);
  }
}

/** A file with the overrides in it, made from what people start with. */
function createFile(
  entry: string,
  target: TargetId,
  requests: readonly OverrideRequest[],
): OverridePlan {
  const problem = requests.map(requestProblem).find((found) => found !== null);
  if (problem !== undefined && problem !== null) return notEditable('unsound-request', problem);
  const text = NIX_TARGETS[target].newFile(requests);
  const plan = planOverrides(new Map([[entry, text]]), entry, requests);
  if (plan.outcome !== 'edited') return plan;
  const filled = applyEdits(text, plan.edits.get(entry) ?? []);
  return { ...plan, edits: new Map<string, TextEdit[]>(), creates: new Map([[entry, filled]]) };
}

/** The absolute paths that `entry` and the files behind it import and that are not among the files: load them to plan with all that there is. */
export function wantedFiles(files: NixFiles, entry: string): readonly string[] {
  const loader = new FileLoader(files);
  const file = loader.load(entry);
  if (file !== null) new Resolver(loader).index(file);
  return loader.wanted;
}

function notEditable(
  because: Reason,
  reason: string,
): Extract<OverridePlan, { outcome: 'not-editable' }> {
  return { outcome: 'not-editable', because, reason };
}

/** Why a file cannot be edited at all; null if it can. */
function problemOf({ tree, path }: NixFile): string | null {
  const [error] = [...tree.errors, ...semanticErrors(tree)];
  if (error !== undefined) {
    const line = tree.text.slice(0, error.span.start).split('\n').length;
    return `${path} is not valid Nix: ${error.message} (line ${line})`;
  }
  return tree.root === null ? `${path} is empty` : null;
}

/** One outcome for each request. */
function judge(requests: readonly OverrideRequest[], placing: Placing): readonly Outcome[] {
  const [first] = requests;
  if (first === undefined) return [];
  const target = NIX_TARGETS[first.target];
  const apart = requests.map((request) => {
    const problem = requestProblem(request);
    if (problem !== null) return refused('unsound-request', problem);
    return request.subject.kind === 'project'
      ? (target.placeOwn?.(request, placing) ?? null)
      : null;
  });
  const others = requests.filter((_request, index) => apart[index] === null);
  const placed = others.length === 0 ? [] : target.place(others, placing);
  let next = 0;
  return apart.map((outcome) => outcome ?? placed[next++] ?? refused('form', 'not placed'));
}

function conclude(
  requests: readonly OverrideRequest[],
  outcomes: readonly Outcome[],
  edits: ReadonlyMap<string, readonly TextEdit[]>,
  files: NixFiles,
): OverridePlan {
  const left = outcomes.flatMap((outcome, index) => {
    if (outcome.kind !== 'refused') return [];
    const request = requests[index];
    const name = request === undefined ? null : subjectName(request);
    return [{ package: name, because: outcome.because, reason: outcome.reason }];
  });
  if (outcomes.some(({ kind }) => kind === 'edited')) {
    const broken = brokenBy(edits, files);
    if (broken !== null) return notEditable(broken.because, broken.reason);
    const plan = { outcome: 'edited', edits, creates: new Map<string, string>() } as const;
    return left.length === 0 ? plan : { ...plan, left };
  }
  const [first] = left;
  if (first !== undefined) return notEditable(first.because, first.reason);
  const reasons = outcomes.flatMap((outcome) =>
    outcome.kind === 'present' ? [outcome.reason] : [],
  );
  return { outcome: 'present', reason: [...new Set(reasons)].join('; ') };
}

/** Whether an edit would leave a file that is not valid Nix: nothing is better than that. */
function brokenBy(
  edits: ReadonlyMap<string, readonly TextEdit[]>,
  files: NixFiles,
): Refused | null {
  for (const [path, changes] of edits) {
    const before = files.get(path) ?? '';
    const tree = parseNix(applyEdits(before, changes));
    if (tree.errors.length + semanticErrors(tree).length > 0)
      return refused('form', `${path} is written in a way that an edit would break`);
    const known = new Set(undefinedNames(parseNix(before)).map(({ name }) => name));
    const missing = undefinedNames(tree).find(({ name }) => !known.has(name));
    if (missing !== undefined)
      return refused('out-of-reach', `‘${missing.name}’ is not in reach in ${path}`);
  }
  return null;
}
