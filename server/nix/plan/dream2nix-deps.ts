import { nixAttrName } from '../print.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { scopeInside } from '../resolve/resolver.ts';
import { attrNameText } from '../resolve/scope.ts';
import type { AttrSet, Inherit } from '../syntax.ts';
import { unwrap } from '../tree.ts';
import type { Draft } from './draft.ts';
import { indent } from './entry.ts';
import { setContainer } from './insert.ts';
import type { Dream2nixModule } from '../read/dream2nix.ts';
import { mentionsName } from '../read/bindings.ts';
import { bodyOf, unwrapBody } from '../resolve/body.ts';
import { indentOfLine, startsLine } from './style.ts';

/**
 * Sees to it that `config.deps` has what the overrides take of nixpkgs: in the `inherit (nixpkgs)` that is there, in a
 * new one, or in a new `deps`. What could not be written, or null.
 */
export function addDependencies(
  { set, scope }: Dream2nixModule,
  attrs: readonly string[],
  draft: Draft,
  resolver: Resolver,
): string | null {
  const heads = [...new Set(attrs.map((attr) => attr.split('.')[0] ?? attr))];
  if (heads.length === 0) return null;
  const inner = scopeInside(set, scope);
  const value = resolver.attribute({ expr: set, scope }, 'deps');
  if (value === null) {
    if (mentionsName(set, 'deps', inner)) return 'deps is not written out';
    const { unit } = draft.styleOf(scope.file);
    const container = setContainer(set);
    if (container === null) return 'the module is not closed';
    const body = indent(inheritLine(heads), unit);
    draft.append(scope.file, set, container, `deps = { nixpkgs, ... }: {\n${body}\n};`);
    return null;
  }
  const forced = resolver.force(value);
  const { expr } = forced;
  if (expr.kind !== 'lambda') return 'deps is not written as a function of nixpkgs';
  const { parameter } = expr;
  const takesNixpkgs =
    parameter.kind === 'formals-parameter' &&
    parameter.formals.some(({ name }) => name.name === 'nixpkgs');
  const body = unwrapBody(bodyOf(forced, expr));
  if (!takesNixpkgs || body.expr.kind !== 'attrs')
    return 'deps is not written as a function of nixpkgs';
  const deps = body.expr;
  const missing = heads.filter((head) => !mentionsName(deps, head, body.scope));
  if (missing.length === 0) return null;
  const inherit = inheritFromNixpkgs(deps);
  const { file } = body.scope;
  if (inherit === null) {
    const container = setContainer(deps);
    if (container === null) return 'deps is not closed';
    draft.append(file, deps, container, inheritLine(missing));
    return null;
  }
  const last = inherit.names.at(-1)?.span;
  if (last === undefined) return 'deps inherits nothing';
  const { text } = file.tree;
  const { newline } = draft.styleOf(file);
  const separator = startsLine(text, last.start) ? newline + indentOfLine(text, last.start) : ' ';
  const known = new Set(inherit.names.map((name) => attrNameText(name, body.scope)));
  const names = missing.filter((head) => !known.has(head));
  draft.insert(file, last.end, names.map((name) => separator + nixAttrName(name)).join(''));
  return null;
}

function inheritLine(names: readonly string[]): string {
  return `inherit (nixpkgs) ${names.map(nixAttrName).join(' ')};`;
}

function inheritFromNixpkgs({ bindings }: AttrSet): Inherit | null {
  const found = bindings.find((item) => {
    const from = item.kind === 'inherit' && item.from !== null ? unwrap(item.from.expr) : null;
    return from?.kind === 'identifier' && from.name === 'nixpkgs';
  });
  return found?.kind === 'inherit' ? found : null;
}
