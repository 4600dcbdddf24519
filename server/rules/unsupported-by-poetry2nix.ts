import type { Project } from '../project/model.ts';
import { tomlOf } from '../project/text-file.ts';
import type { Span } from '../text.ts';
import type { TomlDocument, TomlTable, TomlValue } from '../toml/model.ts';
import type { Rule, RuleFinding } from './model.ts';

/**
 * What poetry2nix (as of its last revision, 2025) reads differently from Poetry 2. It reads
 * dependencies from `[tool.poetry]` alone and `marker` in the lock, where lock 2.1 has `markers`.
 */
export const unsupportedByPoetry2nix: Rule = {
  id: 'unsupported-by-poetry2nix',
  defaultSeverity: 'error',
  summary: 'The project uses what poetry2nix does not read.',
  *check(project) {
    if (!project.uses.some(({ target }) => target === 'poetry2nix')) return;
    yield* inManifest(project);
    yield* inLock(project);
  },
};

function* inManifest({ input, manifest }: Project): Iterable<RuleFinding> {
  const { file } = input.manifest;
  const document = tomlOf(input.manifest);
  if (document === null || !manifest.complete) return;
  const project = tableAt(document, 'project');
  if (project === null) return;
  const poetry = tableAt(document, 'tool', 'poetry');
  const span = project.headerSpans[0] ?? project.span;
  if (poetry === null) {
    yield {
      file,
      span,
      message:
        "poetry2nix reads [tool.poetry] only and fails with `attribute 'tool' missing` or `attribute 'poetry' missing`: declare the project there, or build it with another tool such as uv2nix.",
    };
    return;
  }
  const declared = project.entries.get('dependencies');
  if (declared === undefined || isEmpty(declared.value)) return;
  const twice = poetry.entries.has('dependencies');
  if (twice && everyNameIn(manifest.dependencies)) return;
  yield {
    file,
    span: declared.keySpan,
    message:
      'poetry2nix reads [tool.poetry.dependencies] only: what stands here alone is left out of the build, without an error.',
  };
}

function* inLock({ lock }: Project): Iterable<RuleFinding> {
  if (lock?.kind !== 'poetry' || lock.version === null || lock.version.text !== '2.1') return;
  const conditional = lock.packages.some(({ markers }) => markers !== null);
  if (!conditional) return;
  yield {
    file: lock.file,
    span: lock.version.span,
    message:
      'poetry2nix reads `marker`, and locks of version 2.1 write `markers`: packages for other platforms and interpreters are not left out. Poetry 1.8 writes version 2.0.',
    severity: 'warning',
  };
}

function everyNameIn(dependencies: Project['manifest']['dependencies']): boolean {
  const read = new Set(
    dependencies.flatMap(({ origin, form, normalized }) =>
      origin === 'tool.poetry' && form !== 'options-only' ? [normalized] : [],
    ),
  );
  return dependencies.every(
    ({ origin, normalized }) => origin !== 'project' || read.has(normalized),
  );
}

function tableAt({ root }: TomlDocument, ...path: readonly string[]): TomlTable | null {
  let value: TomlValue = root;
  for (const key of path) {
    const next: TomlValue | undefined =
      value.kind === 'table' ? value.entries.get(key)?.value : undefined;
    if (next === undefined) return null;
    value = next;
  }
  return value.kind === 'table' ? value : null;
}

function isEmpty(value: TomlValue & { readonly span: Span }): boolean {
  return value.kind === 'array' && value.items.length === 0;
}
