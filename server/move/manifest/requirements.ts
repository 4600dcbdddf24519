import type { Dependency } from '../../manifests/model.ts';
import { isPythonKey, readPoetryDependencies } from '../../manifests/poetry-dependency.ts';
import { tableAt } from '../../manifests/toml-access.ts';
import type { TomlValue } from '../../toml/model.ts';
import type { Block } from './blocks.ts';
import { itemsAt, poetryBlock, type MoveContext } from './context.ts';
import type { MoveNote, NoteKind } from './model.ts';
import { headerComment } from './poetry-items.ts';
import { moveRequirement, type MovedRequirement } from './requirement.ts';
import { linesOf, tomlString, type ListItem } from './toml-text.ts';

/** What became of one key of a table of dependencies: a requirement, or one for each of its constraints. */
export interface MovedDependency {
  readonly name: string;
  /** PEP 503. */
  readonly normalized: string;
  readonly requirements: readonly MovedRequirement[];
  /** As items of a list, with the comments that stood around them. */
  readonly items: readonly ListItem[];
  readonly declared: readonly Dependency[];
}

/** A table of Poetry's dependencies, moved. */
export interface MovedDependencies {
  readonly dependencies: readonly MovedDependency[];
  /** The comments at the table's header, and those behind its last line. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * The dependencies of one table below `[tool.poetry]`, `python` left out. What has to be said of
 * them goes into the report, from where they come into the sources.
 */
export function moveDependencies(
  context: MoveContext,
  path: readonly string[],
  group: string | null,
): MovedDependencies {
  const table = tableAt(context.poetry, ...path);
  const container = poetryBlock(context, ...path);
  const dependencies = [...(table?.entries.values() ?? [])]
    .filter(({ key }) => !isPythonKey(key))
    .map((entry): MovedDependency => {
      const own = new Map([[entry.key, entry]]);
      const declared =
        table === null ? [] : readPoetryDependencies({ ...table, entries: own }, group ?? 'main');
      const moved = declared.map((dependency) => moveOne(context, dependency));
      context.notes.push(...moved.flatMap(({ notes }) => notes));
      const requirements = moved.map(({ requirement }) => requirement);
      for (const { name, normalized, source, marker, allowPrereleases } of requirements) {
        context.sources.push({ name, normalized, source, marker, group });
        if (allowPrereleases) context.prereleases.add(normalized);
      }
      const comments = commentsOf(context, [...path, entry.key], entry.value);
      return {
        name: entry.key,
        normalized: requirements[0]?.normalized ?? entry.key,
        requirements,
        items: requirements.map((requirement, index) => ({
          before: [
            ...(index === 0 ? comments.before : []),
            ...(comments.inside[index]?.before ?? []),
            ...requirement.comments,
          ],
          text: tomlString(requirement.text),
          behind: comments.inside[index]?.behind || (index === 0 ? comments.behind : ''),
        })),
        declared,
      };
    });
  return { dependencies, ...commentsAround(container) };
}

/** A folder in editable mode becomes a member of the workspace where uv would take it as one. */
function moveOne(context: MoveContext, dependency: Dependency): ReturnType<typeof moveRequirement> {
  const moved = moveRequirement(dependency);
  const { ready, kept } = context.surroundings.members;
  const location = dependency.reference?.develop === true ? dependency.reference.location : null;
  const why = location === null ? undefined : kept.get(location);
  if (location === null || (!ready.has(location) && why === undefined)) return moved;
  const note = (kind: NoteKind, message: string): MoveNote => ({
    kind,
    message: `${dependency.name}: ${message}`,
    span: dependency.span,
  });
  if (why !== undefined)
    return {
      ...moved,
      notes: [
        ...moved.notes,
        note(
          'done',
          `${location} stays a path in editable mode, and is no member of a uv workspace: ${why}.`,
        ),
      ],
    };
  context.members.add(location);
  return {
    requirement: { ...moved.requirement, source: [['workspace', 'true']] },
    notes: [
      ...moved.notes,
      note(
        'look',
        `${location} is a member of a uv workspace now: it is locked with this project, for the Pythons that both take.`,
      ),
    ],
  };
}

/** The comments at the header of a section, and those behind its last line. */
export function commentsAround(block: Block | null): {
  readonly before: readonly string[];
  readonly after: readonly string[];
} {
  if (block === null) return { before: [], after: [] };
  const comment = headerComment(block);
  return {
    before: [
      ...linesOf(block.before, true).filter(isComment),
      ...(comment === '' ? [] : [comment]),
    ],
    after: linesOf(block.after, true).filter(isComment),
  };
}

function isComment(line: string): boolean {
  return line.startsWith('#');
}

interface Comments {
  readonly before: readonly string[];
  readonly behind: string;
  /** Those of each item of a list of constraints. */
  readonly inside: readonly { readonly before: readonly string[]; readonly behind: string }[];
}

function commentsOf(context: MoveContext, path: readonly string[], value: TomlValue): Comments {
  const items = itemsAt(context, ...path);
  const [first] = items;
  const isOne = items.length === 1 && first?.path.length === path.length;
  const own = poetryBlock(context, ...path);
  const around = commentsAround(own);
  const inside = value.kind === 'array' && !value.ofTables ? insideOf(context, value) : [];
  if (isOne && first !== undefined && own === null)
    return { before: first.before, behind: first.behind.trim(), inside };
  // A table of several lines becomes one: what stood behind its lines goes above.
  const lines = items.flatMap((item) => [
    ...item.before.filter(isComment),
    ...(item.behind === '' ? [] : [item.behind.trim()]),
  ]);
  return { before: [...around.before, ...lines, ...around.after], behind: '', inside };
}

/** The comments of a list: what stands on an item's line is behind it, all else above the next one. */
function insideOf(
  { out }: MoveContext,
  { items, span }: TomlValue & { readonly kind: 'array' },
): Comments['inside'] {
  const ends = [span.start, ...items.map((item) => item.span.end)];
  const between = ends.map((end, index) =>
    commentLines(out.slice({ start: end, end: items[index]?.span.start ?? span.end })),
  );
  return items.map((_, index) => ({
    before: [
      ...(index === 0 ? (between[0] ?? []) : (between[index] ?? []).slice(1)),
      // What stands behind the last item has no other place.
      ...(index === items.length - 1 ? (between[index + 1] ?? []).slice(1) : []),
    ].filter(isComment),
    behind: between[index + 1]?.[0] ?? '',
  }));
}

/** The comment of each line; empty where it has none. */
function commentLines(text: string): readonly string[] {
  return text.split(/\r?\n/).map((line) => {
    const at = line.indexOf('#');
    return at === -1 ? '' : line.slice(at).trim();
  });
}
