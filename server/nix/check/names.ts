import type { Span } from '../../text.ts';
import type { AttrSet, Binding, Expr, Inherit, LetIn, NixTree, Node } from '../syntax.ts';
import { childrenOf } from '../tree.ts';
import { nameText } from './attributes.ts';

/** A name that nothing in its file binds. */
export interface UndefinedName {
  readonly name: string;
  readonly span: Span;
}

/** What is in scope everywhere (Nix 2.34, `builtins` and its global aliases); names in `__` are all taken as such. */
const GLOBALS: ReadonlySet<string> = new Set([
  'abort',
  'baseNameOf',
  'break',
  'builtins',
  'derivation',
  'derivationStrict',
  'dirOf',
  'false',
  'fetchGit',
  'fetchMercurial',
  'fetchTarball',
  'fetchTree',
  'fromTOML',
  'import',
  'isNull',
  'map',
  'null',
  'placeholder',
  'removeAttrs',
  'scopedImport',
  'throw',
  'toString',
  'true',
]);

/** The names that `nix-instantiate --parse` calls undefined: bound by nothing, and with no `with` around them. */
export function undefinedNames(tree: NixTree): readonly UndefinedName[] {
  const found: UndefinedName[] = [];
  if (tree.root !== null) new Finder(tree.text, found).visit(tree.root, null);
  return found;
}

/** Names bound around an expression, innermost first. A null set is a `with`, which may bind any. */
interface Scope {
  readonly names: ReadonlySet<string> | null;
  readonly parent: Scope | null;
}

class Finder {
  readonly #text: string;
  readonly #found: UndefinedName[];

  constructor(text: string, found: UndefinedName[]) {
    this.#text = text;
    this.#found = found;
  }

  /** Trees have few levels (`MAX_LEVELS`), so recursion is safe. */
  visit(node: Node, scope: Scope | null): void {
    switch (node.kind) {
      case 'identifier':
        return this.#use(node.name, node.span, scope);
      case 'attrs':
        return this.#visitBindings(
          node,
          node.form === 'plain' ? scope : this.#inner(node, scope),
          scope,
        );
      case 'let': {
        const inner = this.#inner(node, scope);
        this.#visitBindings(node, inner, scope);
        return this.visit(node.body, inner);
      }
      case 'with':
        this.visit(node.scope, scope);
        return this.visit(node.body, { names: null, parent: scope });
      case 'lambda':
        return this.#visitLambda(node, scope);
      case 'attr-path':
        for (const name of node.names) if (name.kind !== 'identifier') this.visit(name, scope);
        return undefined;
      default:
        for (const child of childrenOf(node)) this.visit(child, scope);
        return undefined;
    }
  }

  #visitBindings({ bindings }: AttrSet | LetIn, inner: Scope | null, outer: Scope | null): void {
    for (const binding of bindings) {
      if (binding.kind === 'binding') {
        this.visit(binding.path, inner);
        this.visit(binding.value, inner);
      } else if (binding.from !== null) this.visit(binding.from.expr, inner);
      else
        for (const name of binding.names) {
          const text = nameText(name, this.#text);
          if (text !== null) this.#use(text, name.span, outer);
        }
    }
  }

  #visitLambda({ parameter, body }: Extract<Expr, { kind: 'lambda' }>, scope: Scope | null): void {
    const names =
      parameter.kind === 'name-parameter'
        ? [parameter.name.name]
        : [...parameter.formals.map(({ name }) => name.name), parameter.alias?.name.name ?? ''];
    const inner: Scope = { names: new Set(names), parent: scope };
    if (parameter.kind === 'formals-parameter')
      for (const formal of parameter.formals)
        if (formal.default !== null) this.visit(formal.default, inner);
    this.visit(body, inner);
  }

  #inner({ bindings }: AttrSet | LetIn, parent: Scope | null): Scope {
    return { names: new Set(bindings.flatMap((binding) => this.#boundBy(binding))), parent };
  }

  #boundBy(binding: Binding | Inherit): readonly string[] {
    const names = binding.kind === 'inherit' ? binding.names : binding.path.names.slice(0, 1);
    return names.flatMap((name) => nameText(name, this.#text) ?? []);
  }

  #use(name: string, span: Span, scope: Scope | null): void {
    for (let at = scope; at !== null; at = at.parent)
      if (at.names === null || at.names.has(name)) return;
    if (!GLOBALS.has(name) && !name.startsWith('__')) this.#found.push({ name, span });
  }
}
