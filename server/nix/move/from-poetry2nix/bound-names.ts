import { undefinedNames } from '../../check/names.ts';
import { parseNix } from '../../parse.ts';
import type { Binding, Expr, FormalsParameter, Inherit, Node } from '../../syntax.ts';

/** The names that an expression takes from around it, without those of Nix itself and those below a `with`. */
export function freeNames(expression: string): ReadonlySet<string> {
  return new Set(undefinedNames(parseNix(expression)).map(({ name }) => name));
}

/** The innermost node of a path, from the root, that binds a name; -1 where none does. */
export function binderOf(path: readonly Node[], name: string, text: string): number {
  return path.findLastIndex((node) => binds(node, name, text));
}

/** The statement of a `let` or set that binds a name. */
export function boundTo(
  node: Node | undefined,
  name: string,
  text: string,
): Binding | Inherit | null {
  if (node?.kind !== 'let' && node?.kind !== 'attrs') return null;
  const isIt = ({ span }: Node): boolean => text.slice(span.start, span.end) === name;
  return (
    node.bindings.find((each) =>
      each.kind === 'binding' ? isIt(each.path) : each.names.some(isIt),
    ) ?? null
  );
}

function binds(node: Node, name: string, text: string): boolean {
  switch (node.kind) {
    case 'let':
      return bindingNames(node.bindings, text).includes(name);
    case 'attrs':
      return node.form !== 'plain' && bindingNames(node.bindings, text).includes(name);
    case 'lambda':
      return node.parameter.kind === 'name-parameter'
        ? node.parameter.name.name === name
        : formalNames(node.parameter).includes(name);
    default:
      return false;
  }
}

function bindingNames(
  bindings: Extract<Expr, { readonly kind: 'let' }>['bindings'],
  text: string,
): readonly string[] {
  return bindings.flatMap((each) => {
    const names = each.kind === 'binding' ? each.path.names.slice(0, 1) : each.names;
    return names.map(({ span }) => text.slice(span.start, span.end).replaceAll('"', ''));
  });
}

function formalNames({ formals, alias }: FormalsParameter): readonly string[] {
  return [...formals.map(({ name }) => name.name), ...(alias === null ? [] : [alias.name.name])];
}
