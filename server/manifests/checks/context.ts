import type { TomlTable } from '../../toml/model.ts';
import type { Manifest, ManifestProblem } from '../model.ts';
import type { PoetrySection } from '../poetry-section.ts';
import type { ProjectSection } from '../project-section.ts';

/** What a check of a `pyproject.toml` sees. */
export interface CheckContext {
  readonly root: TomlTable;
  readonly manifest: Omit<Manifest, 'problems'>;
  /** Null where there is no `[tool.poetry]`. */
  readonly poetry: PoetrySection | null;
  /** Null where there is no `[project]`. */
  readonly project: ProjectSection | null;
}

/** One kind of mistake. A check that concludes from what is absent says nothing of an incomplete manifest. */
export type ManifestCheck = (context: CheckContext) => readonly ManifestProblem[];
