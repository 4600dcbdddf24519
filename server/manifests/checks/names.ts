import { isValidName, normalizeName } from '../../python/names.ts';
import type { Dependency, ManifestFix, ManifestProblem } from '../model.ts';
import type { CheckContext } from './context.ts';

/**
 * `invalid-name`: names that no package can have (PEP 508). Poetry itself asks this of
 * `[project] name` and of requirements alone; a key of `[tool.poetry.dependencies]` it looks up
 * and does not find.
 */
export function checkNames({ manifest, project }: CheckContext): ManifestProblem[] {
  const problems = [...manifest.dependencies, ...(manifest.buildSystem?.requires ?? [])]
    // A requirement without any name is reported with what its reader says of it.
    .filter(({ name, origin }) => !isValidName(name) && (name !== '' || origin === 'tool.poetry'))
    .map(dependencyProblem);
  const name = project?.name ?? null;
  if (name === null || isValidName(name.text)) return problems;
  return [
    {
      code: 'invalid-name',
      message: `\`${name.text}\` is no project name: use letters, digits and \`-\`, \`_\`, \`.\` between them.`,
      span: name.span,
      package: null,
      ...fixOf(name.text, name.span),
    },
    ...problems,
  ];
}

function dependencyProblem({ name, nameSpan, origin }: Dependency): ManifestProblem {
  const withExtras = /^[^[\]]+\[[^[\]]*\]\s*$/.test(name);
  const message =
    withExtras && origin === 'tool.poetry'
      ? `\`${name}\` is no package name: Poetry takes extras as \`extras = […]\` in the dependency's table.`
      : `\`${name}\` is no package name: use letters, digits and \`-\`, \`_\`, \`.\` between them.`;
  return {
    code: 'invalid-name',
    message,
    span: nameSpan,
    package: null,
    ...(withExtras ? {} : fixOf(name, nameSpan)),
  };
}

/** Spaces and a dash too many are slips of one kind: there is one name that was meant. */
function fixOf(name: string, span: ManifestProblem['span']): { fix?: ManifestFix } {
  const meant = normalizeName(name.trim().replaceAll(/\s+/g, '-')).replaceAll(/^-|-$/g, '');
  if (!isValidName(meant)) return {};
  return { fix: { title: `Change to ${meant}`, edits: [{ span, newText: meant }] } };
}
