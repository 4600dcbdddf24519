import { asItems, asText, asTexts, tableAt, valueOf } from '../../manifests/toml-access.ts';
import { normalizeName } from '../../python/names.ts';
import { isProblem } from '../../python/problem.ts';
import { parseRequirement } from '../../python/requirement.ts';
import { BACKEND_RECORDS, type BackendTables, type BuildBackend } from './build-backends.ts';
import { readBuilding } from './building.ts';
import { addTo, itemsAt, note, type MoveContext } from './context.ts';
import { isFileScript } from './entry-points.ts';
import { tomlString } from './toml-text.ts';

/** The back end that takes Poetry's place, with what it is told. */
export interface OtherBackend extends BackendTables {
  readonly name: BuildBackend;
}

/**
 * The back end that was asked for, where it builds the same from what it can be told; else null, with the reason in
 * the report.
 *
 * @param dynamic what `[project]` leaves to the back end.
 */
export function otherBackend(
  context: MoveContext,
  dynamic: readonly string[],
): OtherBackend | null {
  const { buildBackend } = context.surroundings;
  if (buildBackend === 'poetry-core') return null;
  const building = readBuilding(context.poetry);
  const { poetry, document, project } = context;
  const name = asText(valueOf(project, 'name')) ?? asText(valueOf(poetry, 'name'));
  const module = normalizeName(name?.text ?? context.surroundings.folderName).replaceAll('-', '_');
  const why = whyPoetryStays(context, dynamic) ?? building.unsayable[0] ?? null;
  const tables = why === null ? BACKEND_RECORDS[buildBackend].tables(building, module) : { why };
  if ('why' in tables) {
    note(
      context,
      'look',
      `The back end stays as it is, and is not ${buildBackend}: ${tables.why}.`,
      tableAt(document.root, 'build-system')?.span ?? null,
    );
    return null;
  }
  return { ...tables, name: buildBackend };
}

function whyPoetryStays(context: MoveContext, dynamic: readonly string[]): string | null {
  const table = tableAt(context.document.root, 'build-system');
  const backend = asText(valueOf(table, 'build-backend'))?.text ?? 'poetry.core.masonry.api';
  if (!POETRY.has(backend)) return `it is ${backend}, and not Poetry's`;
  const others = asItems(valueOf(table, 'requires')).flatMap((item) => {
    const read = item.kind === 'string' ? parseRequirement(item.value) : null;
    const name = read === null || isProblem(read) ? '' : normalizeName(read.name.text);
    return name === 'poetry' || name === 'poetry-core' ? [] : [name];
  });
  if (others.length > 0) return `[build-system] requires ${others.join(', ')} as well`;
  const left = [
    ...dynamic,
    ...asTexts(valueOf(context.project, 'dynamic')).map(({ text }) => text),
  ].filter((field) => FROM_POETRY.has(field));
  if (left.length > 0) return `${left.join(', ')} of [project] is what Poetry's makes`;
  const hasFiles = itemsAt(context, 'scripts').some(({ value }) => isFileScript(value));
  return hasFiles ? 'scripts that are files are installed by Poetry alone' : null;
}

const POETRY = new Set(['poetry.core.masonry.api', 'poetry.masonry.api']);
const FROM_POETRY = new Set(['version', 'readme', 'classifiers', 'description']);

/** Writes what the back end is told, and `[build-system]`. */
export function writeBackend(
  context: MoveContext,
  { name, tables, left }: OtherBackend,
  hasLicenseExpression: boolean,
): void {
  if (name === 'poetry-core') return;
  const { requires, module } = BACKEND_RECORDS[name];
  // The last that is written stands first.
  for (const { path, statements } of tables.toReversed())
    addTo(context, path, statements, context.lastPoetryBlock);
  for (const message of left) note(context, 'look', message, null);
  const required = hasLicenseExpression ? requires.expression : requires.text;
  const wanted = new Map([
    ['requires', `requires = [${tomlString(required)}]`],
    ['build-backend', `build-backend = ${tomlString(module)}`],
  ]);
  const place = context.out.find(['build-system']) ?? context.out.addAtEnd(['build-system']);
  const statements = place.origin?.statements ?? [];
  place.chunks = place.chunks.map((text, index) => {
    const statement = statements[index];
    const line = wanted.get(statement?.keys.join('.') ?? '');
    if (statement === undefined || line === undefined) return text;
    wanted.delete(statement.keys.join('.'));
    return text.replace(context.out.slice(statement.span), () => line);
  });
  place.chunks.push(...wanted.values());
  note(
    context,
    'done',
    `[build-system] is ${name}. Classifiers that Poetry adds by itself (license, Pythons) are in none of its packages.`,
    null,
  );
}
