import type { Lock } from '../locks/model.ts';
import type { Project } from '../project/model.ts';
import { tomlOf } from '../project/inputs/text-file.ts';
import { carriedVersions } from './carried-versions.ts';
import type { TextEdit } from '../text.ts';
import type { BuildBackend } from './manifest/build-backends.ts';
import { moveManifest } from './manifest/move-manifest.ts';
import { moveNixFiles, type NixFilesMove } from './nix/move-poetry2nix-files.ts';
import type { ProjectMove, ReportLine } from './model.ts';
import { workspaceMembers } from './workspace-members.ts';
import { type Destination, DESTINATION_RECORDS } from './targets.ts';

/** What of a move is chosen. */
export interface MoveOptions {
  /** Whether the versions of `poetry.lock` are carried over. */
  readonly keepsVersions: boolean;
  readonly buildBackend: BuildBackend;
}

/** Without a word of the user. */
export const USUAL_MOVE: MoveOptions = { keepsVersions: true, buildBackend: 'poetry-core' };

/**
 * What a project of Poetry becomes with another target: its manifest in the tables that all tools
 * read, and its Nix files of poetry2nix. What cannot be rewritten is left as it is, which the report
 * says.
 */
export function moveProject(
  project: Project,
  destination: Destination,
  { keepsVersions, buildBackend }: MoveOptions,
): ProjectMove {
  const { manifest, input } = project;
  const document = tomlOf(input.manifest);
  if (document === null || manifest.kind !== 'pyproject')
    return refused(`${manifest.file} is no pyproject.toml.`);
  const { readsLock } = DESTINATION_RECORDS[destination];
  const old = keepsVersions && readsLock ? poetryLockOf(project) : null;
  const carried = old === null ? null : carriedVersions(old);
  const moved = moveManifest(document, manifest, {
    folderName: project.root.split('/').at(-1) ?? '',
    poetryMajor: poetryMajorOf(project),
    lockedVersions: carried?.constraints ?? [],
    members: workspaceMembers(project),
    buildBackend,
  });
  if (moved.outcome === 'refused') return refused(moved.reason);
  const backend = moved.outcome === 'moved' ? moved.buildBackend : null;
  const nix = moveNixFiles(project, destination, backend);
  const edits = new Map([
    ...(moved.outcome === 'moved' ? [[manifest.file, moved.edits] as const] : []),
    ...[...nix.edits].map(
      ([file, made]) => [file, inLinesOf(input.nixFiles.get(file) ?? '', made)] as const,
    ),
  ]);
  const report = moved.notes.map((note): ReportLine => ({ ...note, file: manifest.file }));
  return {
    edits,
    report: [
      ...report,
      ...(carried?.ambiguous ?? []).map((name): ReportLine => ({
        kind: 'look',
        message: `${name} is locked in several versions, of which poetry.lock does not say for whom each is: uv chooses.`,
        span: null,
        file: old?.file ?? manifest.file,
      })),
      ...nix.report,
      ...leftNixFiles(project, destination, nix),
    ],
    next: [
      ...(moved.outcome === 'nothing' || !readsLock ? [] : stepsAfter(old)),
      ...stepsWithNix([...nix.edits.keys()], readsLock),
    ],
    refused: null,
  };
}

/** Edits whose lines end as most of the file's do. */
function inLinesOf(text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  const breaks = text.split('\n').length - 1;
  if (text.split('\r\n').length - 1 <= breaks / 2) return edits;
  return edits.map((edit) => ({ ...edit, newText: edit.newText.replaceAll(/\r?\n/g, '\r\n') }));
}

/** The lock whose versions are carried over. */
function poetryLockOf(project: Project): Lock | null {
  const all = [project, ...project.withOtherLocks];
  return all.find(({ lock }) => lock?.kind === 'poetry')?.lock ?? null;
}

function stepsAfter(old: Lock | null): readonly string[] {
  if (old === null) return ['uv lock, which chooses versions within the constraints.'];
  return [
    'uv lock, with the versions of poetry.lock as constraint-dependencies. Where uv finds no solution, it names the one that stands in the way: take that out.',
    'Take constraint-dependencies out of [tool.uv], and uv lock again: it keeps the versions of uv.lock.',
    `pyproject-nix-ls move --compare ${old.file.split('/').at(-1) ?? ''} uv.lock, which says what differs; then remove the former.`,
  ];
}

function stepsWithNix(moved: readonly string[], readsLock: boolean): readonly string[] {
  if (moved.length === 0) return [];
  return [
    ...(moved.some((file) => file.endsWith('/flake.nix'))
      ? [
          'nix flake lock, for the inputs as they are now; git add what is new, since a flake sees no other files.',
        ]
      : []),
    ...(readsLock ? [] : ['Remove poetry.lock, which nothing reads any more.']),
  ];
}

function refused(reason: string): ProjectMove {
  return { edits: new Map(), report: [], next: [], refused: reason };
}

/** By the line with which Poetry begins a lock. */
function poetryMajorOf({ lock }: Project): number | null {
  if (lock?.kind !== 'poetry') return null;
  const major = /^\d+/.exec(lock.generator ?? '')?.[0];
  if (major !== undefined) return Number(major);
  // Those before 1.4 write no such line, and no lock of version 2.1.
  return lock.version?.text.startsWith('1') === true ? 1 : null;
}

/** Each Nix file that builds the project with something else. */
function leftNixFiles(
  project: Project,
  destination: Destination,
  { edits, report }: NixFilesMove,
): readonly ReportLine[] {
  const told = new Set([...edits.keys(), ...report.map(({ file }) => file)]);
  const files = new Map<string, string>(
    project.uses
      .filter(({ target, file }) => target !== destination && !told.has(file))
      .map(({ file, target }) => [file, target]),
  );
  const left = [...files].map(([file, target]): ReportLine => ({
    kind: 'look',
    message: `It builds the project with ${target}, and was left as it is.`,
    span: null,
    file,
  }));
  const unread = [...project.input.nixFiles]
    // What stands above may be of other projects, unless nothing else builds this one.
    .filter(([file]) => project.uses.length === 0 || file.startsWith(`${project.root}/`))
    .filter(([file, text]) => !told.has(file) && !files.has(file) && namesPoetry2nix(text))
    .map(([file]): ReportLine => ({
      kind: 'look',
      message:
        'It names poetry2nix, and no call in it was seen to build the project: it was left as it is.',
      span: null,
      file,
    }));
  return [...left, ...unread];
}

/** Outside of comments that take whole lines. */
function namesPoetry2nix(text: string): boolean {
  return text
    .split('\n')
    .some((line) => /\b(?:poetry2nix|mkPoetry[A-Z]\w*)\b/.test(line) && !/^\s*#/.test(line));
}
