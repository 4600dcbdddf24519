import type { Manifest } from '../../manifests/model.ts';
import { isPythonKey } from '../../manifests/poetry-dependency.ts';
import { asItems, asText, asTexts, valueOf } from '../../manifests/toml-access.ts';
import { normalizeName } from '../../python/names.ts';
import { isProblem } from '../../python/problem.ts';
import { differenceOf, specifiersFor } from '../../python/specifiers-for.ts';
import {
  addTo,
  chunk,
  forget,
  itemsAt,
  note,
  poetryBlock,
  renameBlock,
  type MoveContext,
} from './context.ts';
import { headerComment, type PoetryItem } from './poetry-items.ts';
import { narrow } from './narrowed.ts';
import { moveDependencies, type MovedDependency } from './requirements.ts';
import { linesOf, tomlHeader, tomlKey, tomlList, tomlString, type ListItem } from './toml-text.ts';

/** `requires-python` and `dependencies` of `[project]`, and its extras. */
export function moveMainDependencies(context: MoveContext, manifest: Manifest): void {
  const moved = moveDependencies(context, ['dependencies'], null);
  const further = moveDependencies(context, ['group', 'main', 'dependencies'], null);
  const dependencies = [...moved.dependencies, ...further.dependencies];
  const hasList =
    context.project?.entries.has('dependencies') === true ||
    context.project?.entries.has('optional-dependencies') === true;
  const python = requiresPython(context, manifest);
  if (python !== null) context.projectBlock.chunks.push(python);
  if (hasList) {
    leaveEnriched(context, dependencies, manifest);
    return;
  }
  const main = dependencies.flatMap(({ items, requirements }) =>
    items.filter((_, index) => requirements[index]?.optional === false),
  );
  const after = [...moved.after, ...further.after];
  if (main.length + after.length > 0)
    context.projectBlock.chunks.push(
      chunk(
        context,
        moved.before,
        tomlList('dependencies', trimmedFirst(main), after, context.out.eol),
        '',
      ),
    );
  moveExtras(context, dependencies);
}

function trimmedFirst<Item extends { readonly before: readonly string[] }>(
  items: readonly Item[],
): readonly Item[] {
  return items.map((item, index) => {
    if (index > 0) return item;
    const from = item.before.findIndex((line) => line !== '');
    return { ...item, before: from === -1 ? [] : item.before.slice(from) };
  });
}

/** The Pythons of `[tool.poetry.dependencies]`, unless `[project]` says them. */
function requiresPython(context: MoveContext, manifest: Manifest): string | null {
  const items = itemsAt(context, 'dependencies').filter(
    ({ path }) => path.length === 2 && isPythonKey(path[1] ?? ''),
  );
  const item = items.at(-1);
  const declared = manifest.requiresPython;
  if (item === undefined || declared === null) {
    if (context.project?.entries.has('requires-python') !== true)
      note(
        context,
        'look',
        'No Python versions are declared: uv takes those of the interpreter that it finds.',
        null,
      );
    return null;
  }
  if (context.project?.entries.has('requires-python') === true) return null;
  const { text, parsed } = declared;
  if (isProblem(parsed)) {
    note(context, 'lost', `The Python versions ${JSON.stringify(text)} cannot be read.`, item.span);
    return null;
  }
  const isWritten = /[<>=!~]/.test(text) && differenceOf(parsed, text) === 'none';
  const written = isWritten
    ? { text: text.trim(), difference: 'none' as const }
    : specifiersFor(parsed, true);
  if (written === null || written.text === '') return null;
  if (written.difference === 'more' || written.difference === 'other')
    note(
      context,
      'look',
      `The Python versions ${JSON.stringify(text)} are more than ${written.text} says.`,
      item.span,
    );
  return chunk(context, item.before, `requires-python = ${tomlString(written.text)}`, item.behind);
}

/**
 * Poetry takes what `[project]` lists, and of `[tool.poetry.dependencies]` from where it comes and
 * what narrows it.
 */
function leaveEnriched(
  context: MoveContext,
  dependencies: readonly MovedDependency[],
  manifest: Manifest,
): void {
  const dynamic = asTexts(valueOf(context.project, 'dynamic')).map(({ text }) => text);
  const isMixed = dynamic.includes('dependencies') || dynamic.includes('optional-dependencies');
  for (const dependency of dependencies) {
    const { name, normalized, declared } = dependency;
    const listed = manifest.dependencies.filter(
      (each) => each.origin === 'project' && each.normalized === normalized,
    );
    if (listed.length > 0) {
      narrow(context, dependency, listed);
      continue;
    }
    forget(context, normalized, null);
    note(
      context,
      isMixed ? 'look' : 'done',
      isMixed
        ? `${name} has to be listed in [project]: Poetry takes it because its dependencies are dynamic.`
        : `${name} of [tool.poetry.dependencies] was left out: Poetry reads the dependencies of [project].`,
      declared[0]?.span ?? null,
    );
  }
}

/** `[tool.poetry.extras]` names dependencies, `[project.optional-dependencies]` has their requirements. */
function moveExtras(context: MoveContext, dependencies: readonly MovedDependency[]): void {
  const items = itemsAt(context, 'extras').filter(({ path }) => path.length === 2);
  const used = new Set<MovedDependency>();
  const chunks = items.map((item) => extraChunk(context, item, dependencies, used));
  for (const dependency of dependencies)
    if (dependency.requirements.some(({ optional }) => optional) && !used.has(dependency))
      note(
        context,
        'lost',
        `${dependency.name} is optional and no extra names it: Poetry locks it and never installs it.`,
        dependency.declared[0]?.span ?? null,
      );
  if (chunks.length === 0) return;
  const to = ['project', 'optional-dependencies'];
  const block = poetryBlock(context, 'extras');
  if (block === null) {
    addTo(context, to, chunks, context.projectBlock);
    return;
  }
  const comment = headerComment(block);
  renameBlock(context, block, to, tomlHeader(to) + (comment === '' ? '' : `  ${comment}`), chunks);
}

/** A list longer than this has an item a line. */
const LINE = 88;

function extraChunk(
  context: MoveContext,
  item: PoetryItem,
  dependencies: readonly MovedDependency[],
  used: Set<MovedDependency>,
): string {
  const name = item.path[1] ?? '';
  const isOverLines =
    item.value.kind === 'array' && context.out.slice(item.value.span).includes('\n');
  const items = asItems(item.value).flatMap((value) => {
    const member = asText(value);
    if (member === null) return [];
    const named = dependencies.filter(
      ({ normalized }) => normalized === normalizeName(member.text),
    );
    if (named.length === 0)
      note(
        context,
        'done',
        `The extra ${name} named ${member.text}, which is no dependency.`,
        member.span,
      );
    return named.flatMap((dependency) => memberItems(dependency, used));
  });
  const inner = isOverLines
    ? linesOf(context.out.slice(item.value.span), false).filter((line) => line.startsWith('#'))
    : [];
  const line = `${tomlKey(name)} = [${items.map(({ text }) => text).join(', ')}]`;
  const hasComments = items.some(({ before, behind }) => before.length > 0 || behind !== '');
  const text =
    isOverLines || hasComments || line.length > LINE
      ? tomlList(tomlKey(name), items, [], context.out.eol)
      : line;
  return chunk(context, [...item.before, ...inner], text, item.behind);
}

/** The requirements of a dependency; its comments go where it is named first, unless it stands in `dependencies` too. */
function memberItems(dependency: MovedDependency, used: Set<MovedDependency>): readonly ListItem[] {
  const isFirst = !used.has(dependency);
  used.add(dependency);
  const isOptional = dependency.requirements.every(({ optional }) => optional);
  return dependency.items.map(({ text, before, behind }) =>
    isFirst && isOptional
      ? { text, behind, before: before.filter((each) => each !== '') }
      : { text, behind: '', before: [] },
  );
}
