import { posix } from 'node:path';
import type { TextEdit } from '../../text.ts';
import { applyEdits } from '../../text.ts';
import { semanticErrors } from '../check/errors.ts';
import { undefinedNames } from '../check/names.ts';
import type { NixFiles, OverridePlan, OverrideRequest, TargetId, TargetUse } from '../model.ts';
import { parseNix } from '../parse.ts';
import type { Place, ReadContext } from '../read/context.ts';
import { findCalls } from '../read/context.ts';
import { distinctPlaces } from '../read/distinct-places.ts';
import { nixpkgsPlaces, readNixpkgs } from '../read/nixpkgs.ts';
import { overlayFilePlace } from '../read/overlay-files.ts';
import { readPoetry2nix } from '../read/poetry2nix.ts';
import { uv2nixPlaces } from '../read/uv2nix-places.ts';
import { readUv2nix } from '../read/uv2nix.ts';
import { subjectName } from '../request.ts';
import { FileLoader } from '../resolve/files.ts';
import { Resolver } from '../resolve/resolver.ts';
import type { NixFile } from '../resolve/scope.ts';
import { chainsOf } from './chain.ts';
import { Draft } from './draft.ts';
import type { KnownStyles } from './entry-style.ts';
import { placeInModules, placeInOwnModule } from './dream2nix.ts';
import { placeInShells } from './mkshell.ts';
import { newFileText } from './new-file.ts';
import type { OverlayTarget } from './needed.ts';
import type { Outcome } from './outcome.ts';
import { refused } from './outcome.ts';
import type { PackageRequest } from './place-request.ts';
import { placeInChain } from './place.ts';
import { isOwnTarget, placeInCalls } from './own-inputs.ts';
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
    return notEditable('the requests are for several targets');
  const loader = new FileLoader(files);
  const file = loader.load(entry);
  if (file === null) return createFile(entry, first.target, merged);
  const broken = problemOf(file);
  if (broken !== null) return notEditable(broken);
  const resolver = new Resolver(loader);
  const draft = new Draft();
  const reached = resolver.index(file);
  noteCallers(files, loader, resolver);
  const outcomes = judge(merged, reached, projectDir, draft, resolver);
  if (merged.length > 1 && (draft.isTangled || shareDependencies(merged)))
    return planInSequence(files, merged, (texts, request) =>
      planOverrides(texts, entry, [request], projectDir),
    );
  const plan = conclude(merged, outcomes, draft.finish(), files);
  return plan.outcome === 'not-editable' && loader.wanted.length > 0
    ? { ...plan, wants: loader.wanted }
    : plan;
}

/** Whether the project and its packages are to have something in one module, whose `deps` are one. */
function shareDependencies([first, ...others]: readonly OverrideRequest[]): boolean {
  if (first?.target !== 'dream2nix') return false;
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
  if (problem !== undefined && problem !== null) return notEditable(problem);
  const text = newFileText(target, requests);
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

function notEditable(reason: string): Extract<OverridePlan, { outcome: 'not-editable' }> {
  return { outcome: 'not-editable', reason };
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
function judge(
  requests: readonly OverrideRequest[],
  files: readonly NixFile[],
  projectDir: string | null,
  draft: Draft,
  resolver: Resolver,
): readonly Outcome[] {
  const problems = requests.map(requestProblem);
  const own = requests.map((request, index) =>
    problems[index] === null && request.subject.kind === 'project'
      ? placeOwn(request, files, projectDir, draft, resolver)
      : null,
  );
  const sound = requests.filter(
    (_request, index) => problems[index] === null && own[index] === null,
  );
  const placed = place(sound, files, projectDir, draft, resolver);
  let next = 0;
  return problems.map((problem, index) =>
    problem === null
      ? (own[index] ?? placed[next++] ?? refused('form', 'not placed'))
      : refused('unsound-request', problem),
  );
}

/** What the project itself needs, where it is not one package of the overlays; null where it is. */
function placeOwn(
  request: OverrideRequest,
  files: readonly NixFile[],
  projectDir: string | null,
  draft: Draft,
  resolver: Resolver,
): Outcome | null {
  const { target } = request;
  if (target === 'dream2nix') return placeInOwnModule(files, request, draft, resolver);
  if (target === 'pypi2nix')
    return refused('unsupported', `where ${target} builds the project itself is not known`);
  if (!isOwnTarget(target)) return null;
  return together(placeInCalls(files, { ...request, target }, projectDir, draft, resolver));
}

function place(
  requests: readonly OverrideRequest[],
  files: readonly NixFile[],
  projectDir: string | null,
  draft: Draft,
  resolver: Resolver,
): readonly Outcome[] {
  const [first] = requests;
  if (first === undefined) return [];
  if (first.target === 'mkshell') return [together(placeInShells(files, first, draft, resolver))];
  const { target } = first;
  if (target === 'dream2nix') return placeInModules(files, requests, draft, resolver);
  const places = findPlaces(target, files, projectDir, resolver);
  if (places.length === 0) return requests.map(() => refused('no-place', NO_PLACE[target]));
  const packageRequests = requests.flatMap((request): readonly PackageRequest[] => {
    const name = subjectName(request);
    return name === null ? [] : [{ ...request, target, package: name }];
  });
  const styles: KnownStyles = new Map();
  const byChain = chainsOf(places).map((chain) =>
    placeInChain(chain, packageRequests, {
      draft,
      resolver,
      styles,
      packages: chain.packages,
    }),
  );
  return requests.map((_request, index) =>
    together(byChain.flatMap((outcomes) => outcomes[index] ?? [])),
  );
}

const NO_PLACE: Readonly<Record<OverlayTarget, string>> = {
  poetry2nix: 'no call of mkPoetryApplication, mkPoetryEnv or mkPoetryPackages, and no overlay',
  uv2nix: 'no Python set that is made from uv.lock, and no overlay',
  nixpkgs: 'no packageOverrides, no pythonPackagesExtensions and no interpreter of nixpkgs',
  pypi2nix: 'no overlay',
};

function findPlaces(
  target: OverlayTarget,
  files: readonly NixFile[],
  projectDir: string | null,
  resolver: Resolver,
): readonly Place[] {
  const context = { resolver, files, calls: findCalls(resolver, files) };
  const places = distinctPlaces(usedPlaces(target, context, projectDir));
  if (places.length > 0) return places;
  const [entry] = files;
  const own = entry === undefined ? null : overlayFilePlace(context, entry);
  return own === null ? [] : [own];
}

function usedPlaces(
  target: OverlayTarget,
  context: ReadContext,
  projectDir: string | null,
): readonly Place[] {
  switch (target) {
    case 'poetry2nix':
      return readPoetry2nix(context)
        .filter(({ use }) => !isElsewhere(use.projectDir, projectDir))
        .flatMap((use) => use.places());
    case 'uv2nix': {
      const used = readUv2nix(context).flatMap((use) => use.places());
      return used.length > 0 ? used : uv2nixPlaces(context);
    }
    case 'nixpkgs': {
      const used = readNixpkgs(context).flatMap((use) => use.places());
      return used.length > 0 ? used : nixpkgsPlaces(context);
    }
    case 'pypi2nix':
      return [];
  }
}

/** Whether a use is surely of another project. */
function isElsewhere(folder: TargetUse['projectDir'], projectDir: string | null): boolean {
  return projectDir !== null && folder.known && folder.value !== posix.resolve(projectDir);
}

/** One request in several places: what became of it where most did. */
function together(outcomes: readonly Outcome[]): Outcome {
  return (
    outcomes.find(({ kind }) => kind === 'edited') ??
    outcomes.find(({ kind }) => kind === 'present') ??
    outcomes[0] ??
    refused('no-place', 'no place')
  );
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
    return [{ package: name, reason: outcome.reason }];
  });
  if (outcomes.some(({ kind }) => kind === 'edited')) {
    const broken = brokenBy(edits, files);
    if (broken !== null) return notEditable(broken);
    const plan = { outcome: 'edited', edits, creates: new Map<string, string>() } as const;
    return left.length === 0 ? plan : { ...plan, left };
  }
  const [first] = left;
  if (first !== undefined) return notEditable(first.reason);
  const reasons = outcomes.flatMap((outcome) =>
    outcome.kind === 'present' ? [outcome.reason] : [],
  );
  return { outcome: 'present', reason: [...new Set(reasons)].join('; ') };
}

/** Whether an edit would leave a file that is not valid Nix: nothing is better than that. */
function brokenBy(edits: ReadonlyMap<string, readonly TextEdit[]>, files: NixFiles): string | null {
  for (const [path, changes] of edits) {
    const before = files.get(path) ?? '';
    const tree = parseNix(applyEdits(before, changes));
    if (tree.errors.length + semanticErrors(tree).length > 0)
      return `${path} is written in a way that an edit would break`;
    const known = new Set(undefinedNames(parseNix(before)).map(({ name }) => name));
    const missing = undefinedNames(tree).find(({ name }) => !known.has(name));
    if (missing !== undefined) return `‘${missing.name}’ is not in reach in ${path}`;
  }
  return null;
}
