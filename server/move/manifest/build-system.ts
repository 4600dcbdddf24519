import { asItems, asText, tableAt, valueOf } from '../../manifests/toml-access.ts';
import { normalizeName } from '../../python/names.ts';
import { intersect, isEmpty } from '../../python/constraint.ts';
import { isProblem } from '../../python/problem.ts';
import { parsePoetryConstraint } from '../../python/poetry-constraint.ts';
import { parseRequirement } from '../../python/requirement.ts';
import { specifiersFor } from '../../python/specifiers-for.ts';
import type { TomlString, TomlTable } from '../../toml/model.ts';
import { note, type MoveContext } from './context.ts';
import { tomlString } from './toml-text.ts';

/**
 * `[build-system]` stays where it is Poetry's: poetry-core reads `[project]` since 2.0, and a license
 * that is a string since 2.2. A project without one has Poetry's, which has to be written: uv builds
 * none without.
 */
export function moveBuildSystem(
  context: MoveContext,
  isBuilt: boolean,
  least: '2.0' | '2.2',
): void {
  const table = tableAt(context.document.root, 'build-system');
  if (table === null) {
    if (isBuilt) addBuildSystem(context, least);
    return;
  }
  const block = context.blocks.find(
    ({ path, isArrayElement }) =>
      path?.length === 1 && path[0] === 'build-system' && !isArrayElement,
  );
  const place = block === undefined ? null : context.out.of(block);
  if (place === null) return;
  const replaced = [
    ...asItems(valueOf(table, 'requires')).flatMap((item) =>
      item.kind === 'string' ? requirementEdit(item, least) : [],
    ),
    ...backendEdit(table),
  ];
  if (replaced.length === 0) return;
  place.chunks = place.chunks.map((text, index) => {
    const statement = block?.statements[index];
    if (statement === undefined) return text;
    // A chunk begins with what stands above the statement.
    const start = statement.span.start - text.indexOf(context.out.slice(statement.span));
    return replaced
      .filter(({ span }) => span.start >= statement.span.start && span.end <= statement.span.end)
      .toReversed()
      .reduce(
        (current, { span, newText }) =>
          current.slice(0, span.start - start) + newText + current.slice(span.end - start),
        text,
      );
  });
  note(
    context,
    'done',
    `[build-system] asks for poetry-core ${least} or later, which reads [project].`,
    table.headerSpans[0] ?? table.span,
  );
}

interface Replacement {
  readonly span: { readonly start: number; readonly end: number };
  readonly newText: string;
}

/** `poetry` as a back end is `poetry-core` since 2020. */
function requirementEdit(item: TomlString, least: string): readonly Replacement[] {
  const read = parseRequirement(item.value);
  if (isProblem(read)) return [];
  const name = normalizeName(read.name.text);
  if (name !== 'poetry' && name !== 'poetry-core') return [];
  if (read.url !== null) return [];
  const newText = tomlString(
    `poetry-core${name === 'poetry' ? `>=${least}` : fromLeast(read.specifier?.text ?? '', least)}`,
  );
  const before = tomlString(item.value);
  return newText === before ? [] : [{ span: item.span, newText }];
}

/** The versions of the specifier from `least` on; those alone where it has none of them. */
function fromLeast(specifier: string, least: string): string {
  const wanted = parsePoetryConstraint(`>=${least}`);
  const own = parsePoetryConstraint(specifier === '' ? '*' : specifier);
  if (isProblem(wanted) || isProblem(own)) return `>=${least}`;
  const both = intersect(own, wanted);
  if (isEmpty(both)) return `>=${least}`;
  return specifiersFor(both)?.text ?? `>=${least}`;
}

function backendEdit(table: TomlTable): readonly Replacement[] {
  const entry = table.entries.get('build-backend');
  if (entry === undefined || asText(entry.value)?.text !== 'poetry.masonry.api') return [];
  return [{ span: entry.value.span, newText: tomlString('poetry.core.masonry.api') }];
}

function addBuildSystem(context: MoveContext, least: string): void {
  const made = context.out.addAtEnd(['build-system']);
  made.chunks.push(
    `requires = ["poetry-core>=${least}"]`,
    'build-backend = "poetry.core.masonry.api"',
  );
  note(
    context,
    'done',
    'There was no [build-system]: that of Poetry was written, without which uv does not build the project.',
    null,
  );
}
