import { posix } from 'node:path';
import type { MovedCall, TargetUse } from '../../nix/api.ts';
import { DESTINATION_NIX, moveNixFile } from '../../nix/api.ts';
import { isValidName, normalizeName } from '../../python/names.ts';
import type { Project } from '../../project/model.ts';
import type { TextEdit } from '../../text.ts';
import type { ReportLine } from '../model.ts';
import type { BuildBackend } from '../manifest/build-backends.ts';
import { type Destination, DESTINATION_RECORDS } from '../targets.ts';
import { writtenPackages } from './written-packages.ts';

/** The Nix files of a project of poetry2nix as they are to be. */
export interface NixFilesMove {
  /** By absolute path. */
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  readonly report: readonly ReportLine[];
}

/** Rewrites each flake that builds the project with poetry2nix; what cannot be rewritten stays, which the report says. */
export function moveNixFiles(
  project: Project,
  destination: Destination,
  buildBackend: BuildBackend | null,
): NixFilesMove {
  const uses = project.uses.filter(({ target }) => target === 'poetry2nix');
  const edits = new Map<string, readonly TextEdit[]>();
  const report: ReportLine[] = [];
  for (const file of new Set(uses.map((use) => use.file))) {
    const moved = moveFile(
      project,
      { destination, buildBackend },
      file,
      uses.filter((use) => use.file === file),
    );
    if (moved.edits !== null) edits.set(file, moved.edits);
    report.push(...moved.report);
  }
  return { edits, report };
}

function moveFile(
  project: Project,
  {
    destination,
    buildBackend,
  }: { readonly destination: Destination; readonly buildBackend: BuildBackend | null },
  file: string,
  uses: readonly TargetUse[],
): { readonly edits: readonly TextEdit[] | null; readonly report: readonly ReportLine[] } {
  const text = project.input.nixFiles.get(file);
  const { manifest } = project;
  const name = manifest.name?.normalized;
  const left = (reason: string): ReturnType<typeof moveFile> => ({
    edits: null,
    report: [
      {
        kind: 'look',
        message: `It was left as it is: ${reason}.`,
        span: uses[0]?.span ?? null,
        file,
      },
    ],
  });
  if (text === undefined || name === undefined) return left('the project has no name');
  const calls = uses.map((use) => readCall(use, file));
  const known = calls.filter((call) => call !== null);
  if (known.length < calls.length) return left('what its calls are given is not all known');
  const names = [
    name,
    ...known.flatMap(({ extras, groups }) => [...(extras ?? []), ...(groups ?? [])]),
  ];
  const strange = [
    ...names.filter((each) => each !== '*'),
    ...namesOf(manifest.extras),
    ...namesOf(manifest.groups),
    ...manifest.dependencies.map(({ normalized }) => normalized),
  ].find((each) => !isValidName(each));
  if (strange !== undefined)
    return left(`${JSON.stringify(strange)} is no name of a package, extra or group`);
  if (known.some(({ workspaceRoot }) => !PLAIN_PATH.test(workspaceRoot)))
    return left('the path of the project has characters that a path of Nix has not');
  // uv locks no group or extra that is empty, and uv2nix knows none that is not locked.
  const groups = new Set(manifest.dependencies.map(({ group }) => group));
  const overrides = DESTINATION_RECORDS[destination].overrides(project, uses, file);
  const packages = writtenPackages(project, uses, buildBackend);
  const request = {
    text,
    isOfFlake: isReadByFlake(project, file),
    calls: known,
    package: name,
    extras: namesOf(manifest.extras.filter(({ members }) => members.length > 0)),
    groups: namesOf(manifest.groups.filter(({ normalized }) => groups.has(normalized))),
    packages: packages.byUse,
    overrides: overrides.entries,
  };
  const moved = moveNixFile(request, DESTINATION_NIX[destination]);
  if ('refused' in moved) return left(moved.refused);
  return {
    edits: moved.edits,
    report: [
      ...moved.notes.map((note): ReportLine => ({ ...note, file })),
      ...uses.flatMap((use) => leftOf(use, text)),
      ...overrides.report,
      ...(DESTINATION_NIX[destination].writesPackages ? packages.report : []),
    ],
  };
}

/** Whether a flake of poetry2nix names the file, or imports its folder. */
function isReadByFlake({ input }: Project, file: string): boolean {
  return [...input.nixFiles].some(([flake, text]) => {
    if (flake === file || posix.basename(flake) !== 'flake.nix' || !text.includes('poetry2nix'))
      return false;
    const path = posix.relative(posix.dirname(flake), file);
    if (path.startsWith('..')) return false;
    if (text.includes(path)) return true;
    const folder = posix.dirname(path);
    return (
      posix.basename(path) === 'default.nix' &&
      [...text.matchAll(IMPORTED_FOLDER)].some(
        ([, named = '']) => posix.normalize(named) === folder,
      )
    );
  });
}

const PLAIN_PATH = /^[\w.+-]*(?:\/[\w.+-]+)+$/;

const IMPORTED_FOLDER = /\b(?:import|callPackage) \(?(\.[\w./-]{0,200})/g;

/** What a call says that the new one does not. */
function leftOf({ span, file, preferWheels }: TargetUse, text: string): readonly ReportLine[] {
  const look = (message: string): ReportLine => ({ kind: 'look', message, span, file });
  const name = NAME.exec(text.slice(Math.max(0, span.start - MOST_BEFORE), span.start))?.[1];
  return [
    ...(preferWheels.known
      ? []
      : [look('Whether its call prefers wheels is not known: sourcePreference is "sdist".')]),
    ...(name !== undefined && text.includes(`${name}.override`)
      ? [
          look(
            `What ${name}.override… changes is the application now, and no longer the build of the project: the overlay is the place for that.`,
          ),
        ]
      : []),
  ];
}

/** The name that a call is bound to, at the end of what stands before it. */
const NAME = /\b([A-Za-z_][\w'-]{0,99}) ?= ?$/;
const MOST_BEFORE = 200;

function namesOf(named: readonly { readonly name: string }[]): readonly string[] {
  return [...new Set(named.map(({ name }) => normalizeName(name)))];
}

/** Null where what decides the environment is not known. */
function readCall(use: TargetUse, file: string): MovedCall | null {
  const { span, callee, projectDir, preferWheels, groups, extras } = use;
  if (!projectDir.known || !groups.known || !extras.known) return null;
  const folder = posix.relative(posix.dirname(file), projectDir.value);
  return {
    span,
    callee,
    workspaceRoot: pathOf(folder),
    preferWheels: preferWheels.known && preferWheels.value,
    groups: groups.value,
    extras: extras.value,
  };
}

/** A folder from that of the file, as Nix writes it: a path has a `/`, and does not end with one. */
function pathOf(folder: string): string {
  if (folder === '') return './.';
  if (folder === '..' || folder.endsWith('/..')) return `${folder}/.`;
  return folder.startsWith('../') ? folder : `./${folder}`;
}
