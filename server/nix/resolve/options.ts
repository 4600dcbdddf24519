import type { AttrSet, Expr, Lambda, NixTree, Select } from '../syntax.ts';
import { parentOf, unwrap, walk } from '../tree.ts';
import type { Closure, LambdaScope, NixFile } from './scope.ts';
import { attrNameText, lookUp } from './scope.ts';
import { memoized } from '../../memoize.ts';

/** What of the resolver finding an option takes: each answers as the resolver's own, within one question. */
export interface Evaluator {
  force(closure: Closure): Closure;
  attribute(closure: Closure, name: string): Closure | null;
  calleeName(fn: Closure): string | null;
  /** What a function's body says; its argument is not known where null. */
  body(fn: Closure, argument: Closure | null): Closure | null;
}

/** The options of the modules among some files; more may come to them. */
export class ModuleOptions {
  readonly #files: ReadonlySet<NixFile>;
  /** What options came to, by their path and by how many files there were then. */
  readonly #known: Map<string, Closure | null> = new Map();

  constructor(files: ReadonlySet<NixFile>) {
    this.#files = files;
  }

  /** What `config.a.b` in a module comes to; null where it is not an option, or where the files do not say. */
  valueOf(selection: Closure, evaluator: Evaluator): Closure | null {
    const option = optionPath(selection, evaluator);
    if (option === null) return null;
    const key = JSON.stringify([option.path, option.isPerSystem, this.#files.size]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    // What an option says of itself is not known.
    this.#known.set(key, null);
    const value = optionValue(option, this.#files, evaluator);
    this.#known.set(key, value);
    return value;
  }
}

/** An option of the module system, as `config` names it. */
interface OptionPath {
  readonly path: readonly string[];
  /** Whether it is one of flake-parts' `perSystem`. */
  readonly isPerSystem: boolean;
}

/**
 * The option that a selection is, where it is one of the `config` that a module takes: `config.a.b`, also through a name
 * for a part of it. Null for everything else.
 */
function optionPath({ expr, scope }: Closure, evaluator: Evaluator): OptionPath | null {
  let path: readonly string[] = [];
  let current: Closure = { expr, scope };
  while (current.expr.kind === 'select' && current.expr.or === null) {
    const names = textsOf(current.expr, current);
    if (names === null) return null;
    path = [...names, ...path];
    current = evaluator.force({ expr: current.expr.target, scope: current.scope });
  }
  if (current.expr.kind !== 'identifier') return null;
  const definition = lookUp(current.expr.name, current.scope);
  if (definition.kind !== 'parameter' || definition.formal !== 'config') return null;
  const kind = kindOf(definition.scope);
  return kind === null ? null : { path, isPerSystem: kind === 'perSystem' };
}

function textsOf({ path }: Select, { scope }: Closure): readonly string[] | null {
  const texts = path.names.map((name) => attrNameText(name, scope));
  return texts.every((text) => text !== null) ? texts : null;
}

/** Whether a function is a module: a whole file, or what `perSystem` is bound to. */
function kindOf({ lambda, file }: LambdaScope): 'module' | 'perSystem' | null {
  const { tree } = file;
  if (tree.root !== null && unwrap(tree.root) === lambda) return 'module';
  const binding = bindingAround(lambda, file);
  return binding === 'perSystem' ? 'perSystem' : null;
}

function bindingAround(lambda: Lambda, { tree }: NixFile): string | null {
  let parent = parentOf(tree, lambda);
  while (parent?.kind === 'paren') parent = parentOf(tree, parent);
  const last = parent?.kind === 'binding' ? parent.path.names.at(-1) : undefined;
  return last?.kind === 'identifier' ? last.name : null;
}

/**
 * What an option comes to: what the only module that sets it says, else its default. Null where several set it, where
 * a function of the module system decides, and where no module that was read declares it.
 */
function optionValue(
  { path, isPerSystem }: OptionPath,
  files: Iterable<NixFile>,
  evaluator: Evaluator,
): Closure | null {
  const definitions: Closure[] = [];
  let declared: Closure | null = null;
  const all = [...files];
  for (const module of modulesIn(all, evaluator)) {
    const config = isPerSystem
      ? perSystemOf(settingsOf(module, evaluator), evaluator)
      : settingsOf(module, evaluator);
    const own = config === null ? null : follow(config, path, evaluator);
    if (own !== null) definitions.push(own);
    declared ??= declarationIn(module, path, isPerSystem, evaluator);
  }
  // Without its declaration it may be merged with what elsewhere says of it.
  // A submodule is not a value: its options are, each with what is said of it alone.
  if (declared === null || submoduleOf(declared, evaluator) !== null) return null;
  // Modules are also written inside of functions and lists, where they are not looked for.
  if (assignmentsOf(path.at(-1) ?? '', all) !== definitions.length) return null;
  const [only, ...more] = definitions;
  if (more.length > 0 || (only !== undefined && isConditional(only, evaluator))) return null;
  const value = only ?? evaluator.attribute(declared, 'default');
  if (value === null) return null;
  const apply = evaluator.attribute(declared, 'apply');
  return apply === null ? value : evaluator.body(apply, value);
}

/** How often files bind an attribute of this name, declarations of options aside. */
function assignmentsOf(name: string, files: readonly NixFile[]): number {
  let count = 0;
  for (const { tree } of files) count += assignmentsIn(tree).get(name) ?? 0;
  return count;
}

/** Asked for each option of a file. */
const assignmentsIn = memoized((tree: NixTree): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  if (tree.root !== null)
    walk(tree.root, (node) => {
      if (node.kind !== 'attrs' || isArgument(node, tree)) return;
      for (const item of node.bindings) {
        const last = item.kind === 'binding' ? item.path.names.at(-1) : undefined;
        if (item.kind !== 'binding' || last?.kind !== 'identifier' || declares(item.value))
          continue;
        counts.set(last.name, (counts.get(last.name) ?? 0) + 1);
      }
    });
  return counts;
});

/** Whether a set is what a function is called with, and not a function of the module system (`mkIf`, `mkFlake`). */
function isArgument(set: AttrSet, tree: NixTree): boolean {
  const parent = parentOf(tree, set);
  if (parent?.kind !== 'apply' || parent.arg !== set) return false;
  const inner = unwrap(parent.fn);
  const fn = inner.kind === 'apply' ? unwrap(inner.fn) : inner;
  const last = fn.kind === 'select' ? fn.path.names.at(-1) : fn;
  return !(
    last?.kind === 'identifier' &&
    /^mk(?:If|Merge|Force|Default|Flake|Override)|Modules$/.test(last.name)
  );
}

/** `mkOption { … }`, `lib.mkOption { … }` */
function declares(value: Expr): boolean {
  const call = unwrap(value);
  const fn = call.kind === 'apply' ? unwrap(call.fn) : null;
  const last = fn?.kind === 'select' ? fn.path.names.at(-1) : fn;
  return last?.kind === 'identifier' && last.name === 'mkOption';
}

/** The sets of all files that are modules. */
function* modulesIn(files: Iterable<NixFile>, evaluator: Evaluator): Iterable<Closure> {
  for (const file of files) {
    const { root } = file.tree;
    if (root === null) continue;
    const module = setOf({ expr: root, scope: { kind: 'file', file, parent: null } }, evaluator);
    if (module !== null) yield module;
  }
}

/** A module's set, the function around it taken off. */
function setOf(closure: Closure, evaluator: Evaluator): Closure | null {
  const forced = evaluator.force(closure);
  const inner = forced.expr.kind === 'lambda' ? evaluator.body(forced, null) : forced;
  const set = inner === null ? null : evaluator.force(inner);
  return set?.expr.kind === 'attrs' ? set : null;
}

/** What a module sets: its `config`, or all of it where it declares nothing. */
function settingsOf(module: Closure, evaluator: Evaluator): Closure | null {
  const config = evaluator.attribute(module, 'config');
  if (config !== null) return config;
  return evaluator.attribute(module, 'options') === null ? module : null;
}

function perSystemOf(settings: Closure | null, evaluator: Evaluator): Closure | null {
  const perSystem = settings === null ? null : evaluator.attribute(settings, 'perSystem');
  const module = perSystem === null ? null : setOf(perSystem, evaluator);
  return module === null ? null : settingsOf(module, evaluator);
}

function follow(set: Closure, path: readonly string[], evaluator: Evaluator): Closure | null {
  let current: Closure | null = set;
  for (const name of path) {
    if (current === null) return null;
    current = evaluator.attribute(current, name);
  }
  return current;
}

/** The argument of the `mkOption` that declares an option, also inside of a submodule's. */
function declarationIn(
  module: Closure,
  path: readonly string[],
  isPerSystem: boolean,
  evaluator: Evaluator,
): Closure | null {
  const options = evaluator.attribute(module, 'options');
  if (options === null) return null;
  if (!isPerSystem) return declaredAt(options, path, evaluator);
  const perSystem = evaluator.attribute(options, 'perSystem');
  const call = perSystem === null ? null : evaluator.force(perSystem);
  if (call?.expr.kind !== 'apply') return null;
  const inner = setOf({ expr: call.expr.arg, scope: call.scope }, evaluator);
  const own = inner === null ? null : evaluator.attribute(inner, 'options');
  return own === null ? null : declaredAt(own, path, evaluator);
}

function declaredAt(
  options: Closure,
  path: readonly string[],
  evaluator: Evaluator,
): Closure | null {
  let current = options;
  for (const [index, name] of path.entries()) {
    const next = evaluator.attribute(current, name);
    if (next === null) return null;
    const argument = argumentOf(next, 'mkOption', evaluator);
    if (argument === null) {
      current = next;
      continue;
    }
    const rest = path.slice(index + 1);
    if (rest.length === 0) return argument;
    const submodule = submoduleOf(argument, evaluator);
    const inner = submodule === null ? null : setOf(submodule, evaluator);
    const own = inner === null ? null : evaluator.attribute(inner, 'options');
    return own === null ? null : declaredAt(own, rest, evaluator);
  }
  return null;
}

/** The module of an option that is one. */
function submoduleOf(declaration: Closure, evaluator: Evaluator): Closure | null {
  const type = evaluator.attribute(declaration, 'type');
  return type === null ? null : argumentOf(type, 'submodule', evaluator);
}

/** What `callee x` is called with; null where it is not such a call. */
function argumentOf(closure: Closure, callee: string, evaluator: Evaluator): Closure | null {
  const { expr, scope } = evaluator.force(closure);
  if (expr.kind !== 'apply') return null;
  return evaluator.calleeName({ expr: expr.fn, scope }) === callee
    ? { expr: expr.arg, scope }
    : null;
}

/** `mkIf`, `mkMerge`, `mkForce` and the like. */
function isConditional(closure: Closure, evaluator: Evaluator): boolean {
  const { expr, scope } = evaluator.force(closure);
  const names = [expr, expr.kind === 'apply' ? expr.fn : expr].flatMap((each: Expr) =>
    each.kind === 'apply' ? [evaluator.calleeName({ expr: each.fn, scope })] : [],
  );
  return names.some((name) =>
    /^mk(?:If|Merge|Force|Default|Override|Before|After|Order)$/.test(name ?? ''),
  );
}
