import { pathTexts } from '../resolve/resolver.ts';
import type { Scope } from '../resolve/scope.ts';
import { attrNameText } from '../resolve/scope.ts';
import type { AttrSet, Binding } from '../syntax.ts';

/** The binding of exactly the attribute path `names` in a set; null if there is none. */
export function bindingOf(set: AttrSet, names: readonly string[], scope: Scope): Binding | null {
  for (const item of set.bindings) {
    if (item.kind !== 'binding' || item.path.names.length !== names.length) continue;
    const texts = pathTexts(item.path, scope);
    if (texts?.every((text, index) => text === names[index])) return item;
  }
  return null;
}

/** Whether any binding or inherit of a set starts with the name. */
export function mentionsName(set: AttrSet, name: string, scope: Scope): boolean {
  return set.bindings.some((item) =>
    item.kind === 'binding'
      ? item.path.names[0] !== undefined && attrNameText(item.path.names[0], scope) === name
      : item.names.some((inherited) => attrNameText(inherited, scope) === name),
  );
}
