import { nixList, nixString } from '../print.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import { attrNameText } from '../resolve/scope.ts';
import type { Draft } from './draft.ts';
import { appendElements, setContainer } from './insert.ts';
import type { Dream2nixModule } from '../read/dream2nix.ts';
import { findOption } from '../read/module-path.ts';

const PATH: readonly string[] = ['pip', 'pipFlags'];
const FLAG = '--only-binary';

/**
 * Which of the packages `pip.pipFlags` of a module does not take the wheel of yet. dream2nix runs pip with them when it
 * locks, and pip takes what is said of one package before what is said of `:all:`. A text where they are not written out.
 */
export function packagesWithoutWheelFlag(
  { set, scope }: Dream2nixModule,
  names: readonly string[],
  resolver: Resolver,
): readonly string[] | string {
  const place = findOption(set, scope, PATH, resolver);
  if (place.kind === 'opaque') return `${place.name} is not written out`;
  if (place.kind === 'set') return names;
  const list = resolver.force(place.value);
  if (list.expr.kind !== 'list') return `${PATH.join('.')} is not written as a list`;
  const taken = new Set(flaggedNames(list));
  return names.filter((name) => !taken.has(name));
}

/** The names behind `--only-binary`, as two elements or as one. */
function flaggedNames({ expr, scope }: Closure): readonly string[] {
  if (expr.kind !== 'list') return [];
  const texts = expr.elements.map((element) =>
    element.kind === 'string' ? attrNameText(element, scope) : null,
  );
  return texts.flatMap((text, index) => {
    const value = text?.startsWith(`${FLAG}=`)
      ? text.slice(FLAG.length + 1)
      : texts[index - 1] === FLAG
        ? text
        : null;
    return value?.split(',') ?? [];
  });
}

/** Adds `"--only-binary" "name"` for each package. What could not be written, or null. */
export function addWheelFlags(
  { set, scope }: Dream2nixModule,
  names: readonly string[],
  draft: Draft,
  resolver: Resolver,
): string | null {
  if (names.length === 0) return null;
  const texts = names.flatMap((name) => [nixString(FLAG), nixString(name)]);
  const place = findOption(set, scope, PATH, resolver);
  if (place.kind === 'opaque') return `${place.name} is not written out`;
  if (place.kind === 'value') {
    const { expr, scope: inside } = resolver.force(place.value);
    if (expr.kind !== 'list') return `${PATH.join('.')} is not written as a list`;
    const { file } = inside;
    draft.edit(file, ...appendElements(file.tree, expr, texts, draft.styleOf(file), true));
    return null;
  }
  const container = setContainer(place.set);
  if (container === null) return 'the module is not closed';
  const { beside } = place;
  const isLast = beside === null || beside === place.set.bindings.at(-1);
  const list = nixList(texts, { spaced: true, emptySpaced: true });
  draft.append(
    place.scope.file,
    isLast ? place.set : beside,
    isLast ? container : { ...container, after: beside.span },
    `# Has effect when the lock is made anew.\n${place.rest.join('.')} = ${list};`,
  );
  return null;
}
