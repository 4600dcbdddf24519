import type { TextEdit } from '../../text.ts';
import type { ManifestProblem } from '../model.ts';
import type { CheckContext } from './context.ts';

const OLD_BACKEND = 'poetry.masonry.api';
const NEW_BACKEND = 'poetry.core.masonry.api';
/** The first release; what Poetry itself wrote into new projects until 2.0. */
const NEW_REQUIREMENT = 'poetry-core>=1.0.0';

/**
 * `deprecated-build-backend`: a project built with all of Poetry, as before Poetry 1.1, instead of
 * poetry-core. poetry2nix provides but poetry-core.
 */
export function checkBuildBackend({ manifest }: CheckContext): ManifestProblem[] {
  const { buildSystem } = manifest;
  const backend = buildSystem?.backend ?? null;
  if (buildSystem === null || backend?.text.startsWith('poetry.') !== true) return [];
  const requirement = buildSystem.requires.find(({ normalized }) => normalized === 'poetry');
  const isOldBackend = backend.text === OLD_BACKEND;
  if (requirement === undefined && !isOldBackend) return [];

  const hasCore = buildSystem.requires.some(({ normalized }) => normalized === 'poetry-core');
  const edits: TextEdit[] = [];
  if (requirement !== undefined && !hasCore)
    edits.push({ span: requirement.span, newText: `"${NEW_REQUIREMENT}"` });
  if (isOldBackend) edits.push({ span: backend.span, newText: NEW_BACKEND });
  return [
    {
      code: 'deprecated-build-backend',
      message: isOldBackend
        ? `\`${OLD_BACKEND}\` is the build back end of Poetry before 1.1: use \`${NEW_BACKEND}\` of poetry-core.`
        : 'This builds with all of Poetry: poetry-core is enough.',
      span: isOldBackend ? backend.span : (requirement?.span ?? backend.span),
      package: requirement?.normalized ?? 'poetry',
      ...(edits.length === 0
        ? {}
        : { fix: { title: 'Build with poetry-core', edits, isSafe: true } }),
    },
  ];
}
