import type { ExternalNeed } from '../project/verdicts/external-needs.ts';
import { externalNeeds } from '../project/verdicts/external-needs.ts';
import type { Project } from '../project/model.ts';
import { tomlOf } from '../project/inputs/text-file.ts';
import { touches, type Span } from '../text.ts';
import type { Snapshot } from './model.ts';

/** What of the project itself stands at an offset of its manifest. */
export type ProjectPlace =
  | {
      readonly kind: 'external';
      readonly project: Project;
      readonly external: ExternalNeed;
      readonly span: Span;
    }
  /** The name of the project, or the header of `[project]`, `[tool.poetry]` or `[external]`. */
  | { readonly kind: 'project'; readonly project: Project; readonly span: Span };

/** Null where nothing of the project itself stands. */
export function projectPlaceAt(
  { role, file, projects }: Snapshot,
  offset: number,
): ProjectPlace | null {
  const [project] = projects;
  const { manifest } = project;
  if (role !== 'manifest' || manifest.file !== file || manifest.kind !== 'pyproject') return null;
  const external = externalNeeds(manifest).find(({ dependency }) =>
    touches(dependency.span, offset),
  );
  if (external !== undefined)
    return { kind: 'external', project, external, span: external.dependency.urlSpan };
  const span = [...headersOf(project), manifest.name?.span].find(
    (each) => each !== undefined && touches(each, offset),
  );
  return span === undefined ? null : { kind: 'project', project, span };
}

function headersOf({ input }: Project): readonly Span[] {
  const document = tomlOf(input.manifest);
  return (document?.sections ?? []).flatMap(({ path, headerSpan }) =>
    headerSpan !== null && isOfProject(path ?? []) ? [headerSpan] : [],
  );
}

/** Whether a table is about the project itself. */
export function isOfProject(path: readonly string[]): boolean {
  const [first, second] = path;
  if (first === 'external') return true;
  if (path.length === 1) return first === 'project';
  return path.length === 2 && first === 'tool' && second === 'poetry';
}
