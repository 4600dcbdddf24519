import type { LockedPackage } from '../locks/model.ts';
import { fileOf } from '../manifests/file-of.ts';
import type { Dependency } from '../manifests/model.ts';
import type { Project, ResolvedDependency } from '../project/model.ts';
import type { Span } from '../text.ts';
import type { Snapshot } from './model.ts';
import { nativeLibraries } from './native-libraries.ts';

/** A short text that the editor shows behind `offset`. */
export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip: string;
}

/** The locked version and the number of native libraries behind each dependency of the manifest in `range`. */
export function inlayHints(snapshot: Snapshot, range: Span): readonly InlayHint[] {
  if (snapshot.role !== 'manifest') return [];
  const [project] = snapshot.projects;
  return project.dependencies.flatMap((resolved) => {
    if (fileOf(project.manifest, resolved.dependency) !== snapshot.file) return [];
    const { span } = resolved.dependency;
    if (span.end < range.start || range.end < span.start) return [];
    return hintFor(project, resolved, snapshot) ?? [];
  });
}

function hintFor(
  project: Project,
  { dependency, locked }: ResolvedDependency,
  { hints }: Snapshot,
): InlayHint | null {
  const versions = locked.map(({ version }) => version ?? '').filter((version) => version !== '');
  const verdicts =
    locked.length > 0
      ? locked.flatMap((each) => project.verdictsFor(each))
      : project.verdictForUnlocked(dependency);
  const libraries = nativeLibraries(verdicts);
  const parts = [
    hints.versions && !isPinned(dependency, locked) ? versions.join(', ') : '',
    hints.native && libraries.length > 0 ? `${libraries.length} native` : '',
  ].filter((part) => part !== '');
  if (parts.length === 0) return null;
  const tooltip = [
    versions.length > 0 ? `Locked at ${versions.join(', ')}.` : '',
    libraries.length > 0 ? `Native libraries: ${libraries.join(', ')}.` : '',
  ];
  return {
    offset: statementEnd(dependency),
    label: parts.join(' · '),
    tooltip: tooltip.filter((part) => part !== '').join('\n'),
  };
}

/** Whether the version stands there already: the line is what it is locked by. */
function isPinned({ nameSpan }: Dependency, locked: readonly LockedPackage[]): boolean {
  return locked.every((each) => each.nameSpan === nameSpan);
}

/** Behind the declaration; of a requirement with options and hashes, before these. */
function statementEnd({ origin, span, nameSpan, constraint, marker }: Dependency): number {
  if (origin !== 'requirements') return span.end;
  return Math.max(nameSpan.end, constraint?.span.end ?? 0, marker?.span.end ?? 0);
}
