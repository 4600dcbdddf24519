import type { Project } from '../project/model.ts';
import { tomlOf } from '../project/inputs/text-file.ts';
import type { Span } from '../text.ts';
import type { Rule, RuleFinding } from './model.ts';
import type { Obstacle } from './poetry2nix-obstacles.ts';
import { poetry2nixObstacles } from './poetry2nix-obstacles.ts';

/**
 * Everything that Poetry 2 or a later nixpkgs has and poetry2nix, as of its last revision of 2025,
 * does not build: told once, in the manifest, and again in the lock where that is what it hangs on.
 */
export const unsupportedByPoetry2nix: Rule = {
  id: 'unsupported-by-poetry2nix',
  about: 'build',
  defaultSeverity: 'error',
  summary: 'poetry2nix, which is unmaintained, does not build the project as it is.',
  *check(project) {
    const obstacles = poetry2nixObstacles(project);
    const [first] = obstacles;
    if (first === undefined) return;
    const finding = {
      message: messageOf(obstacles),
      severity: obstacles.some(({ severity }) => severity === 'error') ? 'error' : 'warning',
    } as const;
    const { file } = project.manifest;
    const span = first.file === file ? first.span : headerOf(project);
    const related = obstacles.filter((each) => each !== first || each.file !== file);
    yield { file, span, ...finding, related: related.map(toRelated) };
    const inLock = obstacles.find((each) => each.file === project.lock?.file);
    if (inLock !== undefined && inLock.file !== file)
      yield { ...finding, file: inLock.file, span: inLock.span, duplicate: true };
  },
};

function messageOf(obstacles: readonly Obstacle[]): string {
  const reasons = obstacles.map(({ why }) => why).join('; ');
  return `poetry2nix does not build this project as it is: ${reasons}. It is unmaintained; its page says the ways out.`;
}

function toRelated({ file, span, why }: Obstacle): NonNullable<RuleFinding['related']>[number] {
  return { file, span, message: why };
}

/** The table that says that the project is one of Poetry's. */
function headerOf({ manifest, input }: Project): Span {
  const sections = tomlOf(input.manifest)?.sections ?? [];
  const headers = ['tool.poetry', 'project'].map(
    (name) => sections.find(({ path }) => path?.join('.') === name)?.headerSpan,
  );
  return headers.find((header) => header != null) ?? manifest.name?.span ?? { start: 0, end: 0 };
}
