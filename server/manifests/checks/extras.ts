import { normalizeName } from '../../python/names.ts';
import type { TomlEntry } from '../../toml/model.ts';
import type { ManifestProblem, SpannedText } from '../model.ts';
import { asEntries, asTable, asTexts, valueOf } from '../toml-access.ts';
import type { CheckContext } from './context.ts';
import { renameFix } from './rename-fix.ts';

/** `unknown-extra`: what an extra, a script or a requirement on the project itself names and nothing declares. */
export function checkExtras(context: CheckContext): ManifestProblem[] {
  if (!context.manifest.complete) return [];
  return [
    ...unknownMembers(context),
    ...unknownScriptExtras(context),
    ...unknownOwnExtras(context),
  ];
}

/** Poetry looks among the keys of the main dependencies, whatever else declares the package. */
function unknownMembers({ poetry }: CheckContext): ManifestProblem[] {
  if (poetry === null) return [];
  const keys = asEntries(valueOf(poetry.table, 'dependencies')).map(({ key }) =>
    normalizeName(key),
  );
  const known = new Set(keys);
  return poetry.extras.flatMap((extra) =>
    extra.members
      .filter(({ normalized }) => !known.has(normalized))
      .map((member) => ({
        code: 'unknown-extra',
        message: `Cannot find dependency "${member.name}" for extra "${extra.normalized}" in main dependencies.`,
        span: member.span,
        package: member.normalized,
        ...renameFix(member, known),
      })),
  );
}

/** Scripts name extras by their exact key. */
function unknownScriptExtras({ poetry }: CheckContext): ManifestProblem[] {
  if (poetry === null) return [];
  const known = new Set(poetry.extras.map(({ name }) => name));
  return asEntries(valueOf(poetry.table, 'scripts')).flatMap((script) =>
    scriptExtras(script)
      .filter(({ text }) => !known.has(text))
      .map(({ text, span }) => ({
        code: 'unknown-extra',
        message: `The script "${script.key}" requires extra "${text}" which is not defined.`,
        span,
        package: null,
        ...renameFix({ name: text, span }, known),
      })),
  );
}

/** The extras that a script of `[tool.poetry.scripts]` asks for. */
export function scriptExtras(script: TomlEntry): readonly SpannedText[] {
  return asTexts(valueOf(asTable(script.value), 'extras'));
}

/** `name[extra]` in the project's own extras or groups. */
function unknownOwnExtras({ manifest }: CheckContext): ManifestProblem[] {
  const { name } = manifest;
  if (name === null || manifest.dynamic.some(({ text }) => text === 'optional-dependencies'))
    return [];
  const known = new Set(manifest.extras.map(({ normalized }) => normalized));
  return manifest.dependencies
    .filter(({ normalized }) => normalized === name.normalized)
    .flatMap(({ extras }) => extras)
    .filter((extra) => !known.has(normalizeName(extra.name)))
    .map((extra) => ({
      code: 'unknown-extra',
      message: `${name.text} has no extra "${extra.name}".`,
      span: extra.span,
      package: name.normalized,
      ...renameFix(extra, known),
    }));
}
