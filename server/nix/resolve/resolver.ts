import type { Apply, AttrPath, Expr, Lambda, Select } from '../syntax.ts';
import { parentOf } from '../tree.ts';
import { childrenOf } from './children.ts';
import type { FileLoader } from './files.ts';
import { importedPath } from './files.ts';
import { callOf, pipedCall, pipeline } from './lib-calls.ts';
import { moduleList } from './module-lists.ts';
import type { Evaluator } from './options.ts';
import { ModuleOptions } from './options.ts';
import type { Closure, LambdaScope, NixFile, Scope } from './scope.ts';
import { attrNameText, findAttr, lookUp } from './scope.ts';

/** How many reductions one question may take before its answer is not known: far more than files need, little enough for hostile ones. */
const FUEL = 5_000;
const MAX_DEPTH = 100;
/** Of how many callers of one function each is looked at. */
const MAX_CALLERS = 50;
/** How deep readers may go into what the answers lead to, and how far in all over the resolver's life. */
const MAX_LEVEL = 60;
const MAX_WORK = 50_000;

/**
 * Follows names, imports, calls and selections statically, as Nix would when it evaluates lazily, as far as the texts
 * say. It evaluates nothing else: no arithmetic, no conditions, no builtins but `import`.
 */
export class Resolver {
  readonly #files: FileLoader;
  readonly #callers: Map<Lambda, LambdaScope[]>;
  readonly #indexed: Set<NixFile>;
  readonly #options: ModuleOptions;
  #fuel = 0;
  #level = 0;
  #work: number = MAX_WORK;

  /** @param known one that has indexed the files already: what it learnt of them is shared, what its questions may take is not. */
  constructor(files: FileLoader, known: Resolver | null = null) {
    this.#files = files;
    this.#callers = known === null ? new Map() : known.#callers;
    this.#indexed = known === null ? new Set() : known.#indexed;
    this.#options = known === null ? new ModuleOptions(this.#indexed) : known.#options;
  }

  /**
   * What `closure` comes to: a literal, a function, a set, or, where no text says more, the call, selection or name
   * that it is stuck at.
   */
  force(closure: Closure): Closure {
    this.#fuel = FUEL;
    return this.#force(closure, 0);
  }

  /** Like `force`, but where the last step is a name that an `inherit` brings, the expression in the text that leads to it. */
  forceWritten(closure: Closure): Closure {
    this.#fuel = FUEL;
    let written = closure;
    for (let next: Closure | null = closure; next !== null; next = this.#step(next, 0))
      if (isInText(next)) written = next;
    return written;
  }

  /** The value of attribute `name` of what `closure` comes to; null where it lacks it or nobody can know. */
  attribute(closure: Closure, name: string): Closure | null {
    this.#fuel = FUEL;
    return this.#attribute(closure, name, 0);
  }

  /**
   * The last name of what is called, however it is reached: `mkPoetryEnv` for `p2n.mkPoetryEnv`, for a `let`-bound
   * or inherited one, and for a formal. Null where the function is something else.
   */
  calleeName(fn: Closure): string | null {
    this.#fuel = FUEL;
    return this.#calleeName(fn, 0);
  }

  /** Runs `read`, which may come to itself again, one level deeper; `fallback` where that leads too far (`x = x // x`). */
  nested<T>(read: () => T, fallback: () => T): T {
    if (this.#level >= MAX_LEVEL || this.#work <= 0) return fallback();
    this.#level += 1;
    this.#work -= 1;
    const result = read();
    this.#level -= 1;
    return result;
  }

  /** Notes who calls each function of `file` and of the files that it imports, so that a function with one caller knows its argument. Returns all these files, `file` first. Paths that are `seen` are left out, and what is found is added to them. */
  index(file: NixFile, seen: Set<string> = new Set()): readonly NixFile[] {
    seen.add(file.path);
    const reached = [file];
    const imported = new Set<Expr>();
    for (const current of reached) {
      // A file that several others lead to calls its functions once all the same.
      const isNew = !this.#indexed.has(current);
      this.#indexed.add(current);
      this.walk(current, (node) => {
        if (node.expr.kind === 'apply') {
          if (isNew) this.#noteCaller(node.expr, node.scope);
          const arg = this.#importArgument(node.expr, node.scope);
          if (arg !== null) imported.add(arg);
        }
        for (const module of moduleList(node.expr)) imported.add(module);
        if (node.expr.kind !== 'path') return;
        const path = importedPath(node.expr, current);
        // `projectDir = ./.` names a folder, not its default.nix.
        const isNix = imported.has(node.expr) || path?.endsWith('.nix') === true;
        if (path === null || !isNix || seen.has(path)) return;
        seen.add(path);
        const loaded = this.#files.load(path);
        if (loaded !== null) reached.push(loaded);
      });
    }
    return reached;
  }

  /** What `import x` and `callPackage x` take. */
  #importArgument({ fn, arg }: Apply, scope: Scope): Expr | null {
    this.#fuel = FUEL;
    const isImport = this.#calleeName({ expr: fn, scope }, 0) === 'import';
    return isImport || this.#fillsFormals({ expr: fn, scope }, 0) ? arg : null;
  }

  /** Whether `callPackage` calls the function, and nothing else does that was seen. */
  isCalledByPackageSet(lambda: Lambda): boolean {
    const callers = this.#callers.get(lambda) ?? [];
    return callers.length > 0 && callers.every(({ fillsFormals }) => fillsFormals);
  }

  /** Whether exactly one call of the function was seen. */
  isCalledOnce(lambda: Lambda): boolean {
    return this.#callers.get(lambda)?.length === 1;
  }

  /** An expression as each caller of the function that it stands in means it, where several are known; else as it stands. */
  perCaller({ expr, scope }: Closure): readonly Closure[] {
    const inside: Scope[] = [];
    for (let at: Scope | null = scope; at !== null; at = at.parent) {
      const callers =
        at.kind === 'lambda' && at.argument === null ? this.#callers.get(at.lambda) : undefined;
      if (callers !== undefined && callers.length > 1)
        return callers.slice(0, MAX_CALLERS).map((caller) => ({
          expr,
          scope: inside.reduceRight<Scope>(
            (parent, each) => (each.kind === 'file' ? each : { ...each, parent }),
            caller,
          ),
        }));
      inside.push(at);
    }
    return [{ expr, scope }];
  }

  /** Visits every expression of a file with its scope, outer before inner. */
  walk(file: NixFile, visit: (node: Closure) => void): void {
    if (file.tree.root === null) return;
    const pending: Closure[] = [
      { expr: file.tree.root, scope: { kind: 'file', file, parent: null } },
    ];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      visit(node);
      const children = childrenOf(node);
      for (let index = children.length - 1; index >= 0; index -= 1) {
        const child = children[index];
        if (child !== undefined) pending.push(child);
      }
    }
  }

  #force(closure: Closure, depth: number): Closure {
    if (depth > MAX_DEPTH) return closure;
    let current = closure;
    for (let next = this.#step(current, depth); next !== null; next = this.#step(current, depth))
      current = next;
    return current;
  }

  #attribute(closure: Closure, name: string, depth: number): Closure | null {
    const { expr, scope } = this.#force(closure, depth + 1);
    if (expr.kind === 'attrs')
      return findAttr(expr.bindings, name, scopeInside(expr, scope), scope);
    if (expr.kind === 'binary' && expr.operator === '//' && depth < MAX_DEPTH)
      return this.#mergedAttribute(expr.left, expr.right, scope, name, depth);
    return null;
  }

  #calleeName(fn: Closure, depth: number): string | null {
    const { expr, scope } = this.#force(fn, depth + 1);
    if (expr.kind === 'identifier') return expr.name;
    if (expr.kind !== 'select') return null;
    const last = expr.path.names.at(-1);
    return last === undefined ? null : attrNameText(last, scope);
  }

  #step({ expr, scope }: Closure, depth: number): Closure | null {
    this.#fuel -= 1;
    if (this.#fuel < 0) return null;
    switch (expr.kind) {
      case 'paren':
        return { expr: expr.expr, scope };
      case 'let':
        return {
          expr: expr.body,
          scope: { kind: 'bindings', file: scope.file, parent: scope, node: expr },
        };
      case 'with':
        return {
          expr: expr.body,
          scope: { kind: 'with', file: scope.file, parent: scope, node: expr },
        };
      case 'assert':
        return { expr: expr.body, scope };
      case 'identifier':
        return this.#definition(expr.name, scope, depth);
      case 'select':
        return this.#selected(expr, scope, depth) ?? this.#option(expr, scope, depth);
      case 'apply':
        return this.#applied(expr, scope, depth);
      case 'binary': {
        const call = pipedCall(expr);
        return call === null ? null : { expr: call, scope };
      }
      default:
        return null;
    }
  }

  #definition(name: string, scope: Scope, depth: number): Closure | null {
    const definition = lookUp(name, scope);
    if (definition.kind === 'value') return definition.value;
    if (definition.kind === 'with') {
      for (const { node, parent } of definition.scopes) {
        const found = this.#attribute({ expr: node.scope, scope: parent }, name, depth + 1);
        if (found !== null) return found;
      }
      return null;
    }
    if (definition.kind !== 'parameter') return null;
    const bound = this.#boundScope(definition.scope);
    if (bound.argument === null) return null;
    if (definition.formal === null) return bound.argument;
    const given = this.#attribute(bound.argument, definition.formal, depth + 1);
    if (given !== null) return given;
    const complete = this.#force(bound.argument, depth + 1).expr.kind === 'attrs';
    return complete && !bound.fillsFormals ? definition.fallback : null;
  }

  #boundScope(scope: LambdaScope): LambdaScope {
    if (scope.argument !== null) return scope;
    const callers = this.#callers.get(scope.lambda);
    const only = callers?.[0];
    return only !== undefined && callers?.length === 1 ? only : scope;
  }

  #selected(expr: Select, scope: Scope, depth: number): Closure | null {
    let current: Closure | null = { expr: expr.target, scope };
    for (const name of expr.path.names) {
      if (current === null) return null;
      const text = attrNameText(name, scope);
      if (text !== null) current = this.#attribute(current, text, depth + 1);
      else if (name.kind === 'interpolation')
        current = this.#generated(current, { expr: name.expr, scope }, depth);
      else return null;
    }
    return current;
  }

  /** Whichever attribute of `genAttrs names f` it is, it is `f name`. */
  #generated(set: Closure, name: Closure, depth: number): Closure | null {
    const { expr, scope } = this.#force(set, depth + 1);
    if (expr.kind !== 'apply') return null;
    const partial = this.#force({ expr: expr.fn, scope }, depth + 1);
    if (partial.expr.kind !== 'apply') return null;
    const genAttrs = { expr: partial.expr.fn, scope: partial.scope };
    if (this.#calleeName(genAttrs, depth) !== 'genAttrs') return null;
    const fn = this.#force({ expr: expr.arg, scope }, depth + 1);
    return fn.expr.kind === 'lambda' ? bodyOfCall(fn, fn.expr, name) : null;
  }

  /** What `config.a.b` is in a module whose options the files declare. */
  #option(expr: Select, scope: Scope, depth: number): Closure | null {
    // Most selections are in no module: that is soon told.
    if (depth >= MAX_DEPTH || lookUp('config', scope).kind !== 'parameter') return null;
    const evaluator: Evaluator = {
      force: (closure) => this.#force(closure, depth + 1),
      attribute: (closure, name) => this.#attribute(closure, name, depth + 1),
      calleeName: (fn) => this.#calleeName(fn, depth + 1),
      body: (fn, argument) => {
        const forced = this.#force(fn, depth + 1);
        if (forced.expr.kind !== 'lambda') return null;
        return bodyOfCall(forced, forced.expr, argument);
      },
    };
    return this.#options.valueOf({ expr, scope }, evaluator);
  }

  #mergedAttribute(
    left: Expr,
    right: Expr,
    scope: Scope,
    name: string,
    depth: number,
  ): Closure | null {
    const fromRight = this.#attribute({ expr: right, scope }, name, depth + 1);
    if (fromRight !== null) return fromRight;
    // Only a set that is read whole is known to lack the name.
    if (this.#force({ expr: right, scope }, depth + 1).expr.kind !== 'attrs') return null;
    return this.#attribute({ expr: left, scope }, name, depth + 1);
  }

  #applied(expr: Apply, scope: Scope, depth: number): Closure | null {
    const body = this.#function(expr, scope, depth);
    if (body !== null) return { expr: body.lambda.body, scope: body };
    return this.#imported(expr, scope, depth) ?? this.#libCall(expr, scope, depth);
  }

  /** `pipe x [ f g ]`, `flip f a b`. */
  #libCall(expr: Apply, scope: Scope, depth: number): Closure | null {
    const { fn } = expr;
    if (fn.kind !== 'apply') return null;
    const call =
      this.#calleeName({ expr: fn.fn, scope }, depth) === 'pipe'
        ? this.#pipeline(expr, fn.arg, scope, depth)
        : this.#flipped(expr, fn, scope, depth);
    return call === null ? null : { expr: call, scope };
  }

  #pipeline(expr: Apply, value: Expr, scope: Scope, depth: number): Apply | null {
    const functions = this.#force({ expr: expr.arg, scope }, depth + 1);
    // A list from elsewhere has names of its own.
    if (functions.expr.kind !== 'list' || functions.scope !== scope) return null;
    return pipeline(expr, value, functions.expr.elements);
  }

  #flipped(expr: Apply, inner: Apply, scope: Scope, depth: number): Apply | null {
    if (inner.fn.kind !== 'apply') return null;
    const isFlip = this.#calleeName({ expr: inner.fn.fn, scope }, depth) === 'flip';
    return isFlip ? callOf(expr, [inner.fn.arg, expr.arg, inner.arg]) : null;
  }

  /** The scope of the function's body, if it is a function that is known. */
  #function(expr: Apply, scope: Scope, depth: number): LambdaScope | null {
    const fixed = this.#fixed(expr, scope, depth);
    if (fixed !== null) return fixed;
    const called = this.#calledByPackageSet(expr, scope, depth);
    const fn = this.#force(called ?? { expr: expr.fn, scope }, depth + 1);
    if (fn.expr.kind !== 'lambda') return null;
    const { scope: inside } = bodyOfCall(fn, fn.expr, { expr: expr.arg, scope });
    return { ...inside, fillsFormals: called !== null };
  }

  /** The function of `fix (self: { … })`, which is given what it makes. */
  #fixed(expr: Apply, scope: Scope, depth: number): LambdaScope | null {
    // `makeScope newScope f` is the fixed point too, with what calls packages beside.
    const maker = expr.fn.kind === 'apply' ? expr.fn.fn : expr.fn;
    const name = expr.fn.kind === 'apply' ? 'makeScope' : 'fix';
    if (!mayBeNamed(maker, name, scope)) return null;
    if (this.#calleeName({ expr: maker, scope }, depth) !== name) return null;
    const fn = this.#force({ expr: expr.arg, scope }, depth + 1);
    return fn.expr.kind === 'lambda' ? bodyOfCall(fn, fn.expr, { expr, scope }).scope : null;
  }

  /** The function `f` of `callPackage f args`, a path among them read as its file. */
  #calledByPackageSet({ fn }: Apply, scope: Scope, depth: number): Closure | null {
    if (fn.kind !== 'apply') return null;
    if (!this.#fillsFormals({ expr: fn.fn, scope }, depth)) return null;
    const given = this.#force({ expr: fn.arg, scope }, depth + 1);
    return given.expr.kind === 'path' ? this.#fileRoot(given) : given;
  }

  /** `callPackage`, and what `callPackageWith` and `newScope` make. */
  #fillsFormals(fn: Closure, depth: number): boolean {
    const { expr, scope } = this.#force(fn, depth + 1);
    const name = this.#calleeName({ expr, scope }, depth) ?? '';
    if (/^callPackages?$/.test(name)) return true;
    if (expr.kind !== 'apply') return false;
    const maker = this.#calleeName({ expr: expr.fn, scope }, depth);
    return maker === 'callPackageWith' || maker === 'callPackagesWith' || maker === 'newScope';
  }

  #imported(expr: Apply, scope: Scope, depth: number): Closure | null {
    if (this.#calleeName({ expr: expr.fn, scope }, depth) !== 'import') return null;
    return this.#fileRoot(this.#force({ expr: expr.arg, scope }, depth + 1));
  }

  #fileRoot({ expr, scope }: Closure): Closure | null {
    const path = importedPath(expr, scope.file);
    const file = path === null ? null : this.#files.load(path);
    if (file === null || file.tree.root === null) return null;
    return { expr: file.tree.root, scope: { kind: 'file', file, parent: null } };
  }

  #noteCaller(expr: Apply, scope: Scope): void {
    this.#fuel = FUEL;
    const called = this.#function(expr, scope, 0);
    if (called === null) return;
    const callers = this.#callers.get(called.lambda) ?? [];
    callers.push(called);
    this.#callers.set(called.lambda, callers);
  }
}

/** What a function's body says when it is called with `argument`. */
export function bodyOfCall(
  { scope }: Closure,
  lambda: Lambda,
  argument: Closure | null,
): { readonly expr: Expr; readonly scope: LambdaScope } {
  const { file } = scope;
  return {
    expr: lambda.body,
    scope: { kind: 'lambda', file, parent: scope, lambda, argument, fillsFormals: false },
  };
}

/** Whether the expression stands in its file as it is: what `inherit` brings, and sets that dotted names make, do not. */
export function isInText({ expr, scope }: Closure): boolean {
  const { tree } = scope.file;
  return expr === tree.root || parentOf(tree, expr) !== null;
}

/** The scope of the values inside a set: its own names too if it is `rec`. */
export function scopeInside(set: Extract<Expr, { kind: 'attrs' }>, scope: Scope): Scope {
  if (set.form === 'plain') return scope;
  return { kind: 'bindings', file: scope.file, parent: scope, node: set };
}

/** The names of a path as texts; null where one is interpolated. */
export function pathTexts(path: AttrPath, scope: Scope): readonly string[] | null {
  const texts = path.names.map((name) => attrNameText(name, scope));
  return texts.every((text) => text !== null) ? texts : null;
}

/** Most functions have another name: then nothing needs to be followed. */
function mayBeNamed(fn: Expr, wanted: string, scope: Scope): boolean {
  if (fn.kind === 'identifier' && wanted === 'makeScope') return fn.name === wanted;
  if (fn.kind !== 'select') return fn.kind !== 'apply';
  const last = fn.path.names.at(-1);
  return last !== undefined && attrNameText(last, scope) === wanted;
}
