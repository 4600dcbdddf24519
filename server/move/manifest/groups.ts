import type { Manifest } from '../../manifests/model.ts';
import { asBoolean, asEntries, asTexts, tableAt, valueOf } from '../../manifests/toml-access.ts';
import { normalizeName } from '../../python/names.ts';
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
import { narrow } from './narrowed.ts';
import { commentsAround, moveDependencies } from './requirements.ts';
import {
  inlineTable,
  tomlKey,
  tomlList,
  tomlString,
  wholeLines,
  type ListItem,
} from './toml-text.ts';

const TO = ['dependency-groups'];

/** The groups of `[tool.poetry]` become `[dependency-groups]`; returns what `[tool.uv]` has to say of them. */
export function moveGroups(context: MoveContext, manifest: Manifest): readonly string[] {
  const groups = groupsOf(context);
  const there = tableAt(context.document.root, ...TO);
  const chunks = groups.flatMap((group) => {
    const same = asEntries(there ?? undefined).find(
      ({ key }) => normalizeName(key) === normalizeName(group.name),
    );
    if (same === undefined) return [groupChunk(context, group)];
    enrichGroup(context, group, manifest);
    return [];
  });
  const home = groupHome(context);
  if (chunks.length > 0) {
    if (home === null || context.out.find(TO) !== null)
      addTo(context, TO, chunks, context.lastPoetryBlock);
    else {
      renameBlock(context, home, TO, '[dependency-groups]', chunks);
      const place = context.out.of(home);
      place.before = wholeLines(place.before)
        .filter((line) => !line.includes('#') || !line.endsWith('\n'))
        .join('');
      place.after = '';
    }
  }
  return defaultGroups([...groups, ...furtherGroups(there, groups)]);
}

/** Poetry takes what `[dependency-groups]` lists, and of its own table from where it comes and what narrows it. */
function enrichGroup(
  context: MoveContext,
  { name, paths, includes }: PoetryGroup,
  manifest: Manifest,
): void {
  const normalized = normalizeName(name);
  if (includes.length > 0)
    note(
      context,
      'look',
      `The group ${name} includes others in [tool.poetry], which [dependency-groups] has to say now.`,
      null,
    );
  for (const dependency of paths.flatMap(
    (path) => moveDependencies(context, path, normalized).dependencies,
  )) {
    const listed = manifest.dependencies.filter(
      (each) =>
        each.origin === 'dependency-groups' &&
        each.group === normalized &&
        each.normalized === dependency.normalized,
    );
    if (listed.length > 0) narrow(context, dependency, listed);
    else {
      forget(context, dependency.normalized, normalized);
      note(
        context,
        'done',
        `${dependency.name} of the group ${name} in [tool.poetry] was left out: Poetry reads what [dependency-groups] lists.`,
        dependency.declared[0]?.span ?? null,
      );
    }
  }
}

interface PoetryGroup {
  readonly name: string;
  readonly paths: readonly (readonly string[])[];
  readonly includes: readonly string[];
  readonly optional: boolean;
}

/** In their order; `dev-dependencies` is the group `dev` under its old name. */
function groupsOf({ poetry }: MoveContext): readonly PoetryGroup[] {
  const groups = asEntries(valueOf(poetry, 'group'))
    .filter(({ key }) => normalizeName(key) !== 'main')
    .map(({ key, value }) => {
      const table = value.kind === 'table' ? value : null;
      return {
        name: key,
        paths: [['group', key, 'dependencies']],
        includes: asTexts(valueOf(table, 'include-groups')).map(({ text }) => text),
        optional: asBoolean(valueOf(table, 'optional')) === true,
      };
    });
  if (!poetry.entries.has('dev-dependencies')) return groups;
  const old = ['dev-dependencies'];
  const dev = groups.find(({ name }) => normalizeName(name) === 'dev');
  if (dev === undefined)
    return [...groups, { name: 'dev', paths: [old], includes: [], optional: false }];
  return groups.map((group) => (group === dev ? { ...dev, paths: [...dev.paths, old] } : group));
}

function groupChunk(context: MoveContext, { name, paths, includes }: PoetryGroup): string {
  const header = commentsAround(poetryBlock(context, 'group', name));
  const moved = paths.map((path) => moveDependencies(context, path, normalizeName(name)));
  const options = itemsAt(context, 'group', name).filter(
    ({ path }) => path.length === 3 && path[2] !== 'dependencies',
  );
  const items: ListItem[] = [
    ...includes.map((each) => ({
      before: [],
      text: inlineTable([['include-group', tomlString(each)]]),
      behind: '',
    })),
    ...moved.flatMap(({ dependencies }) => dependencies.flatMap((each) => each.items)),
  ];
  const before = [
    ...header.before,
    ...options.flatMap((item) =>
      [...item.before, item.behind.trim()].filter((line) => line !== ''),
    ),
    ...header.after,
    ...moved.flatMap((each) => each.before),
  ];
  const after = moved.flatMap((each) => each.after);
  const first = items.map((item, index) =>
    index === 0 ? { ...item, before: item.before.filter((line) => line !== '') } : item,
  );
  return chunk(context, before, tomlList(tomlKey(name), first, after, context.out.eol), '');
}

function groupHome({ blocks }: MoveContext): MoveContext['blocks'][number] | null {
  return (
    blocks.find(
      ({ path, isArrayElement }) =>
        !isArrayElement &&
        path?.[0] === 'tool' &&
        path[1] === 'poetry' &&
        (path[2] === 'group' || path[2] === 'dev-dependencies'),
    ) ?? null
  );
}

/** The groups that stand in `[dependency-groups]` alone. */
function furtherGroups(
  there: ReturnType<typeof tableAt>,
  groups: readonly PoetryGroup[],
): readonly PoetryGroup[] {
  const known = new Set(groups.map(({ name }) => normalizeName(name)));
  return asEntries(there ?? undefined)
    .filter(({ key }) => !known.has(normalizeName(key)))
    .map(({ key }) => ({ name: key, paths: [], includes: [], optional: false }));
}

/** Poetry installs what is not optional, uv the group `dev` alone unless it is told. */
function defaultGroups(groups: readonly PoetryGroup[]): readonly string[] {
  const taken = groups.filter(({ optional }) => !optional).map(({ name }) => name);
  const isUsual = groups.every(
    ({ name, optional }) => (normalizeName(name) === 'dev') === !optional,
  );
  if (isUsual) return [];
  return [`default-groups = [${taken.map(tomlString).join(', ')}]`];
}
