import { tomlOf } from '../project/inputs/text-file.ts';
import type { Span } from '../text.ts';
import { packagesWithMissingNeeds } from './code-actions/provide-everything.ts';
import type { Snapshot } from './model.ts';

/** A line above the text that can be clicked to provide all that is missing. */
export interface CodeLens {
  readonly span: Span;
  readonly title: string;
}

/** One, on the header of the dependencies, where packages need overrides that are not there. */
export function codeLenses({ role, projects: [project] }: Snapshot): readonly CodeLens[] {
  if (role !== 'manifest') return [];
  const missing = packagesWithMissingNeeds(project).length;
  if (missing === 0) return [];
  const [first] = project.manifest.dependencies;
  if (first === undefined) return [];
  const header = tomlOf(project.input.manifest)?.sections.find(
    ({ span }) => span.start <= first.span.start && first.span.start < span.end,
  )?.headerSpan;
  const title =
    missing === 1 ? '1 package needs an override' : `${missing} packages need overrides`;
  return [{ span: header ?? first.nameSpan, title }];
}
