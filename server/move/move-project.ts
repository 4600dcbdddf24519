import type { Project } from '../project/model.ts';
import { tomlOf } from '../project/inputs/text-file.ts';
import { moveManifest } from './manifest/move-manifest.ts';
import type { ProjectMove, ReportLine } from './model.ts';
import type { Destination } from './targets.ts';

/**
 * What a project of Poetry becomes with another target: its manifest in the tables that all tools
 * read. Its Nix files are left as they are, which the report says.
 */
export function moveProject(project: Project, destination: Destination): ProjectMove {
  const { manifest, input } = project;
  const document = tomlOf(input.manifest);
  if (document === null || manifest.kind !== 'pyproject')
    return refused(`${manifest.file} is no pyproject.toml.`);
  const moved = moveManifest(document, manifest, {
    folderName: project.root.split('/').at(-1) ?? '',
    poetryMajor: poetryMajorOf(project),
  });
  if (moved.outcome === 'refused') return refused(moved.reason);
  const edits = new Map(moved.outcome === 'moved' ? [[manifest.file, moved.edits] as const] : []);
  const report = moved.notes.map((note): ReportLine => ({ ...note, file: manifest.file }));
  return {
    edits,
    report: [...report, ...leftNixFiles(project, destination)],
    next: [
      'Lock it: uv lock. It chooses versions anew, within the constraints; it does not read poetry.lock.',
    ],
    refused: null,
  };
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
function leftNixFiles(project: Project, destination: Destination): readonly ReportLine[] {
  const files = new Map(
    project.uses
      .filter(({ target }) => target !== destination)
      .map(({ file, target }) => [file, target]),
  );
  return [...files].map(([file, target]) => ({
    kind: 'look',
    message: `It builds the project with ${target}, and was left as it is.`,
    span: null,
    file,
  }));
}
