import type { Dependency } from '../../manifests/model.ts';
import { intersect, isEmpty } from '../../python/constraint.ts';
import { isProblem } from '../../python/problem.ts';
import { specifiersFor } from '../../python/specifiers-for.ts';
import type { Span } from '../../text.ts';
import { note, type MoveContext } from './context.ts';
import type { MovedDependency } from './requirements.ts';
import { tomlString } from './toml-text.ts';

/**
 * A requirement as Poetry locks it where `[tool.poetry]` says more of it (`_enrich_dependency` of poetry-core): one
 * for each of its constraints that narrow it, with the extras that it has. Where that cannot be written the report says so.
 */
export function narrow(
  context: MoveContext,
  { name, declared, requirements }: MovedDependency,
  listed: readonly Dependency[],
): void {
  for (const beside of listed) {
    const isNarrower = declared.some(
      ({ constraint, marker }) =>
        marker !== null ||
        (constraint !== null &&
          constraint.text !== '*' &&
          constraint.text !== beside.constraint?.text),
    );
    if (!isNarrower) continue;
    const texts = declared.map((each, index) =>
      narrowedText(beside, each, requirements[index]?.marker ?? null),
    );
    const written = texts.filter((text) => text !== null);
    const isWritten = written.length === texts.length && replace(context, beside.span, written);
    note(
      context,
      isWritten ? 'done' : 'look',
      isWritten
        ? `${name} is what [project] and [tool.poetry] say together: Poetry took it so for its lock; now its metadata says so too.`
        : `${name} has a constraint or a condition in [tool.poetry] beside that of its other requirement, where it has to be written now.`,
      declared[0]?.span ?? null,
    );
  }
}

/** Null for what has no words. */
function narrowedText(
  { name, extras, constraint, marker, reference }: Dependency,
  narrowing: Dependency,
  condition: string | null,
): string | null {
  // Of two conditions it is not known whether they are ever true together.
  if (reference !== null || narrowing.form !== 'version') return null;
  if (marker !== null && narrowing.marker !== null) return null;
  if (narrowing.marker !== null && condition === null) return null;
  const constraints = [constraint, narrowing.constraint].flatMap((each) => each?.parsed ?? []);
  const parsed = constraints.flatMap((each) => (isProblem(each) ? [] : [each]));
  const [first, second] = parsed;
  if (parsed.length < constraints.length) return null;
  const both = first === undefined || second === undefined ? first : intersect(first, second);
  if (both !== undefined && isEmpty(both)) return null;
  const specifiers = both === undefined ? { text: '', difference: 'none' } : specifiersFor(both);
  if (specifiers === null || specifiers.difference !== 'none') return null;
  const features = extras.length === 0 ? '' : `[${extras.map((extra) => extra.name).join(',')}]`;
  const own = marker?.text ?? condition;
  return `${name}${features}${specifiers.text}${own === null ? '' : `; ${own}`}`;
}

/** Puts requirements in the place of one that is written in a list. */
function replace({ blocks, out }: MoveContext, span: Span, texts: readonly string[]): boolean {
  const block = blocks.find((each) => span.start >= each.span.start && span.end <= each.span.end);
  const index = block?.statements.findIndex(
    (each) => span.start >= each.span.start && span.end <= each.span.end,
  );
  const statement = block?.statements[index ?? -1];
  if (block === undefined || index === undefined || statement === undefined) return false;
  const place = out.of(block);
  const chunk = place.chunks[index];
  const old = out.slice(span);
  if (chunk === undefined || !/^["']/.test(old) || chunk.split(old).length !== 2) return false;
  const line = out.slice({ start: statement.span.start, end: span.start }).split('\n').at(-1) ?? '';
  const between = /^\s+$/.test(line) ? `,${out.eol}${line}` : ', ';
  place.chunks[index] = chunk.replace(old, () => texts.map(tomlString).join(between));
  return true;
}
