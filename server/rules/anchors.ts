import type { Project } from '../project/model.ts';
import { tomlOf } from '../project/inputs/text-file.ts';
import type { Span } from '../text.ts';

/** Where to say something of the dependencies as a whole: the header of their table, else the file's start. */
export function dependenciesAnchor({ input }: Project): Span {
  const sections = tomlOf(input.manifest)?.sections ?? [];
  for (const path of PLACES) {
    const section = sections.find((candidate) => candidate.path?.join('.') === path);
    if (section?.headerSpan != null) return section.headerSpan;
  }
  return { start: 0, end: 0 };
}

/** The first that is there: Poetry's and PEP 621's in a `pyproject.toml`, then those of a `Pipfile`. */
const PLACES = ['tool.poetry.dependencies', 'project', 'tool.poetry', 'packages', 'dev-packages'];
