import type { Span } from '../../text.ts';
import { normalizeName } from '../../python/names.ts';
import type { OverrideEntry } from '../model.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { scopeInside } from '../resolve/resolver.ts';
import type { Closure, NixFile } from '../resolve/scope.ts';
import { attrNameText, findAttr } from '../resolve/scope.ts';
import type { AttrName, AttrSet, Identifier, Lambda, StringExpr } from '../syntax.ts';
import { bodyOf, listsOf, readOverride } from './override.ts';
import { optionalSet } from './sets.ts';

/** One overlay: a function of two package sets, and the packages that it overrides. */
export interface Overlay {
  readonly file: NixFile;
  /** The function of the first parameter (`final`), and the one inside it (`prev`). */
  readonly final: Lambda;
  readonly previous: Lambda;
  readonly packages: readonly OverlayPackage[];
  /** Why not all of it could be read; empty if it could. */
  readonly why: string;
}

/** One package in an overlay. */
export interface OverlayPackage {
  readonly entry: OverrideEntry;
  /** What it is bound to. */
  readonly value: Closure;
}

/** How an overlay stands to the target's defaults. */
export interface OverlayPosition {
  readonly beforeDefaults: boolean;
  /** What it names has nothing of the defaults, so that its inputs are not known from them. */
  readonly replacesDefaults: boolean;
}

/** Reads an overlay; null where `closure` is no function of two parameters. */
export function readOverlay(
  resolver: Resolver,
  closure: Closure,
  position: OverlayPosition,
): Overlay | null {
  const outer = resolver.force(closure);
  if (outer.expr.kind !== 'lambda') return null;
  const inner = resolver.force(bodyOf(outer, outer.expr));
  if (inner.expr.kind !== 'lambda') return null;
  const parts = { resolver, previous: inner.expr, ...position };
  const body = new BodyReader(parts).read(bodyOf(inner, inner.expr));
  return {
    file: inner.scope.file,
    final: outer.expr,
    previous: inner.expr,
    packages: body.packages,
    why: body.why,
  };
}

interface Body {
  readonly packages: readonly OverlayPackage[];
  readonly why: string;
}

interface Parts extends OverlayPosition {
  readonly resolver: Resolver;
  readonly previous: Lambda;
}

/** A row of a table, or a binding: a package's name as it is written, and where. */
interface Named {
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
  readonly file: NixFile;
}

class BodyReader {
  readonly #resolver: Resolver;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#resolver = parts.resolver;
    this.#parts = parts;
  }

  read(closure: Closure): Body {
    return this.#resolver.nested(
      () => this.#readBody(closure),
      () => unread('it refers to itself'),
    );
  }

  #readBody(closure: Closure): Body {
    const forced = this.#resolver.force(closure);
    const { expr, scope } = forced;
    const again = (inner: Closure): Body => this.read(inner);
    if (expr.kind === 'attrs') return this.#readLiteral(expr, scope);
    if (expr.kind === 'binary' && expr.operator === '//')
      return merged(again({ expr: expr.left, scope }), again({ expr: expr.right, scope }));
    if (expr.kind === 'if')
      return conditional(again({ expr: expr.then, scope }), again({ expr: expr.else, scope }));
    if (expr.kind !== 'apply') return unread('the overlay’s body is not a set');
    const optional = optionalSet(this.#resolver, forced);
    if (optional !== null) return conditional(again(optional));
    return this.#readTable(forced) ?? unread('the overlay’s set is computed');
  }

  #readLiteral(set: AttrSet, scope: Closure['scope']): Body {
    const inner = scopeInside(set, scope);
    const packages: OverlayPackage[] = [];
    let why = '';
    for (const named of namesOf(set, inner)) {
      if (named === null) {
        why = 'the overlay has computed names';
        continue;
      }
      const value = findAttr(set.bindings, named.name, inner, scope);
      if (value !== null) packages.push(this.#package(named, value));
    }
    return { packages, why };
  }

  /** `mapAttrs (name: requirements: …) table`, and `genAttrs [ "a" "b" ] (name: …)`. */
  #readTable({ expr, scope }: Closure): Body | null {
    if (expr.kind !== 'apply' || expr.fn.kind !== 'apply') return null;
    const callee = this.#resolver.calleeName({ expr: expr.fn.fn, scope });
    const [first, second] = [
      { expr: expr.fn.arg, scope },
      { expr: expr.arg, scope },
    ];
    if (callee === 'mapAttrs') return this.#readRows(first, second);
    if (callee === 'genAttrs') return this.#readNames(first, second);
    return null;
  }

  #readRows(fn: Closure, table: Closure): Body | null {
    const outer = this.#resolver.force(fn);
    const rows = this.#resolver.force(table);
    if (outer.expr.kind !== 'lambda' || rows.expr.kind !== 'attrs') return null;
    const ofName = outer.expr;
    const inner = scopeInside(rows.expr, rows.scope);
    const packages: OverlayPackage[] = [];
    for (const named of namesOf(rows.expr, inner)) {
      if (named === null) return null;
      const row = findAttr(rows.expr.bindings, named.name, inner, rows.scope);
      if (row === null) continue;
      const name = { expr: literalOf(named.written), scope: inner };
      const ofRow = this.#resolver.force(applied(outer, ofName, name));
      if (ofRow.expr.kind !== 'lambda') return null;
      packages.push(this.#package(named, applied(ofRow, ofRow.expr, row)));
    }
    return { packages, why: '' };
  }

  #readNames(list: Closure, fn: Closure): Body | null {
    const names = this.#resolver.force(list);
    const lambda = this.#resolver.force(fn);
    if (names.expr.kind !== 'list' || lambda.expr.kind !== 'lambda') return null;
    const packages: OverlayPackage[] = [];
    for (const element of names.expr.elements) {
      if (element.kind !== 'string') return null;
      const name = attrNameText(element, names.scope);
      if (name === null) return null;
      const value = applied(lambda, lambda.expr, { expr: element, scope: names.scope });
      const { span } = element;
      packages.push(this.#package({ name, nameSpan: span, span, file: names.scope.file }, value));
    }
    return { packages, why: '' };
  }

  #package({ name, nameSpan, span, file }: Named, value: Closure): OverlayPackage {
    const override = readOverride(this.#resolver, value, name, this.#parts);
    const entry: OverrideEntry = {
      name,
      normalized: normalizeName(name),
      file: file.path,
      nameSpan,
      span,
      beforeDefaults: this.#parts.beforeDefaults,
      lists: listsOf(override),
      preferWheel: override.preferWheel,
      sets: [...override.sets],
      opaque: override.opaque || this.#parts.replacesDefaults,
    };
    return { entry, value };
  }
}

/** The attributes of a literal set with where they are written, each once; null for a computed name. */
function namesOf(
  set: AttrSet,
  scope: Closure['scope'],
): readonly ((Named & { readonly written: AttrName }) | null)[] {
  const seen = new Set<string>();
  return set.bindings.flatMap((binding) => {
    const written = binding.kind === 'inherit' ? binding.names : binding.path.names.slice(0, 1);
    return written.flatMap((attrName) => {
      const name = attrNameText(attrName, scope);
      if (name === null) return [null];
      if (seen.has(name)) return [];
      seen.add(name);
      const span = binding.kind === 'inherit' ? attrName.span : binding.span;
      return [{ name, nameSpan: attrName.span, span, file: scope.file, written: attrName }];
    });
  });
}

/** An attribute's name as the string that `mapAttrs` hands to its function. */
function literalOf(name: AttrName): StringExpr {
  if (name.kind === 'string') return name;
  const identifier: Identifier | null = name.kind === 'identifier' ? name : null;
  const { start } = name.span;
  return {
    kind: 'string',
    span: name.span,
    style: 'quoted',
    open: { start, end: start },
    parts: identifier === null ? [] : [{ kind: 'text', span: name.span }],
    close: null,
  };
}

function applied({ scope }: Closure, lambda: Lambda, argument: Closure): Closure {
  const { file } = scope;
  return {
    expr: lambda.body,
    scope: { kind: 'lambda', file, parent: scope, lambda, argument, fillsFormals: false },
  };
}

/** `a // b`: a package of `b` takes the place of that in `a`. */
function merged(a: Body, b: Body): Body {
  const replaced = new Set(b.packages.map(({ entry }) => entry.name));
  return {
    packages: [...a.packages.filter(({ entry }) => !replaced.has(entry.name)), ...b.packages],
    why: a.why === '' ? b.why : a.why,
  };
}

function conditional(...branches: readonly Body[]): Body {
  return {
    packages: branches.flatMap(({ packages }) => packages),
    why: 'a condition decides on the overlay’s packages',
  };
}

function unread(why: string): Body {
  return { packages: [], why };
}
