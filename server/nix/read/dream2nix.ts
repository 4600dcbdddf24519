import { posix } from 'node:path';
import { normalizeName } from '../../python/names.ts';
import type { Known, OverrideEntry, OverridesReading, OwnInputs, TargetUse } from '../model.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { scopeInside } from '../resolve/resolver.ts';
import type { Closure, Scope } from '../resolve/scope.ts';
import { attrNameText } from '../resolve/scope.ts';
import type { AttrSet, Binding } from '../syntax.ts';
import type { ReadContext, UseReading } from './context.ts';
import type { ListName } from './override.ts';
import { bodyOf } from '../resolve/body.ts';
import { readInputs } from './inputs.ts';
import { pipFormats } from './pip-formats.ts';
import { projectAround } from './place.ts';
import { referenceOf, stringOf } from './reference.ts';
import { attributesOf, lookUpAttribute } from './sets.ts';
import { NOTHING_CHOSEN, unlessBroken } from './use.ts';
import { knownPython, knownStrings, pathOf } from './values.ts';

/** The Python modules of dream2nix, and where each keeps its overrides. */
const OVERRIDES_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ['pip', ['pip', 'overrides']],
  ['python-pdm', ['overrides']],
  ['WIP-python-pdm', ['overrides']],
  ['WIP-python-pyproject', ['pip', 'overrides']],
]);

/** Of python-pdm: which file is taken, of all packages and of one (interface-dependency.nix). */
const SELECTOR = 'sourceSelector';

const LISTS: readonly ListName[] = ['buildInputs', 'nativeBuildInputs', 'propagatedBuildInputs'];

/** The dream2nix modules of Python packages. */
export function readDream2nix(context: ReadContext): readonly UseReading[] {
  const { resolver, files } = context;
  return findModules(context).map(({ set, scope, kind, overridesPath }): UseReading => {
    const closure = { expr: set, scope };
    const { file } = scope;
    const overrides = readModuleOverrides(resolver, closure, overridesPath);
    const own = readOwn(resolver, closure, files);
    return {
      argument: closure,
      layers: [],
      overlays: [],
      own: () => null,
      places: () => [],
      use: {
        target: 'dream2nix',
        file: file.path,
        callee: kind,
        span: closure.expr.span,
        projectDir: readFolder(resolver, closure) ?? projectAround(file),
        ...readFormats(resolver, closure, kind),
        python: readPython(resolver, closure),
        ...NOTHING_CHOSEN,
        overrides: unlessBroken(overrides, file),
        ...(own === null ? {} : { own }),
      },
    };
  });
}

/** A module that imports one of dream2nix' Python modules. */
export interface Dream2nixModule {
  readonly set: AttrSet;
  /** Around `set`. */
  readonly scope: Scope;
  /** The module that it imports (`pip`). */
  readonly kind: string;
  /** Where its packages are overridden. */
  readonly overridesPath: readonly string[];
}

export function findModules({ resolver, files }: ReadContext): readonly Dream2nixModule[] {
  const found: Dream2nixModule[] = [];
  for (const file of files) {
    if (!file.tree.text.includes('dream2nix')) continue;
    resolver.walk(file, ({ expr, scope }) => {
      if (expr.kind !== 'attrs') return;
      const kind = moduleKind(resolver, { expr, scope });
      const overridesPath = kind === null ? undefined : OVERRIDES_OF.get(kind);
      if (kind !== null && overridesPath !== undefined)
        found.push({ set: expr, scope, kind, overridesPath });
    });
  }
  return found;
}

/**
 * dream2nix takes wheels where there are any, unless pip is told otherwise when it locks (`pip.pipFlags`), or the module
 * of PDM for all packages (`pdm.sourceSelector`).
 */
function readFormats(
  resolver: Resolver,
  module: Closure,
  kind: string,
): Pick<TargetUse, 'preferWheels' | 'lockedFormats'> {
  if (!kind.endsWith('pip') && !kind.endsWith('pyproject'))
    return { preferWheels: readSelector(resolver, module) };
  const pip = lookUpAttribute(resolver, module, 'pip');
  if (pip.found === 'absent') return { preferWheels: { known: true, value: true } };
  if (pip.found === 'unknown') return { preferWheels: { known: false, why: pip.why } };
  const flags = knownStrings(resolver, lookUpAttribute(resolver, pip.value, 'pipFlags'));
  if (!flags.known) return { preferWheels: flags };
  const { all, byName } = pipFormats(flags.value ?? []);
  return {
    preferWheels: { known: true, value: all !== 'sdist' },
    ...(byName.size === 0 ? {} : { lockedFormats: byName }),
  };
}

function readSelector(resolver: Resolver, module: Closure): Known<boolean> {
  const pdm = lookUpAttribute(resolver, module, 'pdm');
  if (pdm.found === 'absent') return { known: true, value: true };
  if (pdm.found === 'unknown') return { known: false, why: pdm.why };
  const selector = lookUpAttribute(resolver, pdm.value, SELECTOR);
  if (selector.found === 'absent') return { known: true, value: true };
  const prefers = selector.found === 'value' ? selectsWheels(resolver, selector.value) : null;
  return prefers === null
    ? { known: false, why: `pdm.${SELECTOR} is a function` }
    : { known: true, value: prefers };
}

/** `"wheel"` or `"sdist"`; null for a function. */
function selectsWheels(resolver: Resolver, selector: Closure): boolean | null {
  const text = stringOf(resolver, selector);
  return text === 'wheel' ? true : text === 'sdist' ? false : null;
}

/**
 * What the module gives to the project, which it builds where it says of what sources: without
 * `mkDerivation.src` it is a package of the index, or an environment alone. Found by evaluating
 * dream2nix 69eb01fa: what its pip module adds to these lists comes beside them.
 */
function readOwn(
  resolver: Resolver,
  module: Closure,
  files: ReadContext['files'],
): OwnInputs | null {
  const derivation = at(resolver, module, ['mkDerivation']);
  if (derivation === null || at(resolver, derivation, ['src']) === null) return null;
  let why = module.scope.file.tree.errors.length > 0 ? 'the file has syntax errors' : '';
  if (mayBeElsewhere(resolver, module, files)) why ||= 'other modules may give it more';
  // Nix joins a set and dotted names behind it; what is read here is the first.
  if (isWrittenApart(module)) why ||= 'mkDerivation is written in several places';
  const lists = LISTS.flatMap((list): OwnInputs['lists'] => {
    const found = lookUpAttribute(resolver, derivation, list);
    if (found.found === 'unknown') why ||= found.why;
    if (found.found !== 'value') return [];
    const { attrs, complete } = readInputs(resolver, found.value, { list, old: null });
    if (!complete) why ||= `what stands in ${list} cannot all be read`;
    return [{ list, attrs, complete, replaces: false }];
  });
  return { lists, sets: settings(resolver, module, []), understood: why === '', why };
}

function isWrittenApart({ expr, scope }: Closure): boolean {
  if (expr.kind !== 'attrs') return true;
  const paths = expr.bindings.flatMap((item) => {
    const [first, ...rest] = item.kind === 'binding' ? item.path.names : [];
    const name = first === undefined ? null : attrNameText(first, scope);
    return name === 'mkDerivation' ? [rest] : [];
  });
  return paths.length > 1 && paths.some((rest) => rest.length === 0);
}

/** Whether the module imports one of the project's own, or another set has `mkDerivation` of its own. */
function mayBeElsewhere(resolver: Resolver, module: Closure, files: ReadContext['files']): boolean {
  const imports = at(resolver, module, ['imports']);
  const list = imports === null ? null : resolver.force(imports);
  if (list?.expr.kind !== 'list') return true;
  const areAllOfDream2nix = list.expr.elements.every((element) =>
    referenceOf(resolver, { expr: element, scope: list.scope })?.names.includes('modules'),
  );
  if (!areAllOfDream2nix) return true;
  const { span } = module.expr;
  let isElsewhere = false;
  for (const file of files)
    resolver.walk(file, ({ expr, scope }) => {
      const isInside =
        file === module.scope.file && expr.span.start >= span.start && expr.span.end <= span.end;
      if (isInside || expr.kind !== 'attrs') return;
      isElsewhere ||= expr.bindings.some((item) => {
        const [first] = item.kind === 'binding' ? item.path.names : [];
        return first !== undefined && attrNameText(first, scope) === 'mkDerivation';
      });
    });
  return isElsewhere;
}

/** The Python module that `imports = [ dream2nix.modules.dream2nix.pip ]` names. */
function moduleKind(resolver: Resolver, module: Closure): string | null {
  const imports = at(resolver, module, ['imports']);
  const list = imports === null ? null : resolver.force(imports);
  if (list?.expr.kind !== 'list') return null;
  for (const element of list.expr.elements) {
    const reference = referenceOf(resolver, { expr: element, scope: list.scope });
    const kind = reference?.names.at(-1);
    if (kind !== undefined && OVERRIDES_OF.has(kind) && reference?.names.includes('modules'))
      return kind;
  }
  return null;
}

function readModuleOverrides(
  resolver: Resolver,
  module: Closure,
  path: readonly string[],
): OverridesReading {
  const defaults = { known: true as const, value: true };
  const [first, ...rest] = path;
  const outer = first === undefined ? null : lookUpAttribute(resolver, module, first);
  if (outer === null || outer.found === 'absent')
    return { understood: true, why: '', defaults, entries: [] };
  const overrides = outer.found === 'value' ? at(resolver, outer.value, rest) : null;
  if (overrides === null) {
    const isAbsent = outer.found === 'value' && rest.length > 0;
    const why = isAbsent ? '' : 'the overrides are made elsewhere';
    return { understood: isAbsent, why, defaults, entries: [] };
  }
  const packages = attributesOf(resolver, overrides);
  const set = resolver.force(overrides);
  if (packages === null || set.expr.kind !== 'attrs') {
    const why = 'the overrides are computed';
    return { understood: false, why, defaults, entries: [] };
  }
  const bindings = bindingsByName(set.expr, set.scope);
  const entries = packages.flatMap(({ name, value }) => {
    const own = bindings.get(name) ?? [];
    const [binding] = own;
    return binding === undefined ? [] : [readEntry(resolver, name, value, binding, set.scope)];
  });
  return { understood: true, why: '', defaults, entries };
}

function bindingsByName(set: AttrSet, scope: Scope): ReadonlyMap<string, Binding[]> {
  const inner = scopeInside(set, scope);
  const found = new Map<string, Binding[]>();
  for (const binding of set.bindings) {
    const [first] = binding.kind === 'binding' ? binding.path.names : [];
    const name = first === undefined ? null : attrNameText(first, inner);
    if (binding.kind !== 'binding' || name === null) continue;
    const same = found.get(name);
    if (same === undefined) found.set(name, [binding]);
    else same.push(binding);
  }
  return found;
}

/** `overrides.foo = { mkDerivation.buildInputs = [ … ]; env.NAME = …; }`, or a module that is a function. */
function readEntry(
  resolver: Resolver,
  name: string,
  value: Closure,
  binding: Binding,
  scope: Scope,
): OverrideEntry {
  const forced = resolver.force(value);
  const module = forced.expr.kind === 'lambda' ? bodyOf(forced, forced.expr) : forced;
  const parts = attributesOf(resolver, module);
  const [first] = binding.path.names;
  const selector = at(resolver, module, [SELECTOR]);
  const inputs = LISTS.flatMap((list) => {
    const found = at(resolver, module, ['mkDerivation', list]);
    if (found === null) return [];
    const { attrs, complete } = readInputs(resolver, found, { list, old: null });
    // Lists of several modules are joined.
    return [{ list, attrs, complete, replaces: false }];
  });
  return {
    name,
    normalized: normalizeName(name),
    file: scope.file.path,
    nameSpan: first?.span ?? binding.span,
    span: binding.span,
    beforeDefaults: false,
    lists: inputs,
    preferWheel: selector === null ? null : selectsWheels(resolver, selector),
    sets: settings(resolver, module, parts?.map((part) => part.name) ?? []),
    opaque: parts === null || parts.some((part) => part.name === 'imports'),
    conditional: false,
  };
}

/** What else the module sets: `mkDerivation.patches` as `patches`, `buildPythonPackage.pyproject`, `env.NAME`. */
function settings(
  resolver: Resolver,
  module: Closure,
  names: readonly string[],
): readonly string[] {
  const lists: readonly string[] = LISTS;
  const inner = ['mkDerivation', 'buildPythonPackage', 'env'].flatMap((part) => {
    const found = at(resolver, module, [part]);
    return found === null ? [] : (attributesOf(resolver, found)?.map(({ name }) => name) ?? []);
  });
  return [...new Set([...names, ...inner])].filter(
    (name) => name !== 'mkDerivation' && name !== 'buildPythonPackage' && !lists.includes(name),
  );
}

function readFolder(resolver: Resolver, module: Closure): Known<string> | null {
  const file = at(resolver, module, ['pdm', 'pyproject']);
  const pyproject = file === null ? null : pathOf(resolver, file);
  if (pyproject !== null) return { known: true, value: posix.dirname(pyproject) };
  for (const path of [
    ['mkDerivation', 'src'],
    ['paths', 'projectRoot'],
    ['paths', 'package'],
  ]) {
    const found = at(resolver, module, path);
    const folder = found === null ? null : pathOf(resolver, found);
    if (folder !== null) return { known: true, value: folder };
  }
  return null;
}

/** `deps = { nixpkgs, ... }: { python = nixpkgs.python311; };` */
function readPython(resolver: Resolver, module: Closure): Known<string | null> {
  const deps = at(resolver, module, ['deps']);
  if (deps === null) return { known: true, value: null };
  const forced = resolver.force(deps);
  const body = forced.expr.kind === 'lambda' ? bodyOf(forced, forced.expr) : forced;
  return knownPython(resolver, lookUpAttribute(resolver, body, 'python'));
}

/** The value at a path of attributes, if all of it is written. */
function at(resolver: Resolver, closure: Closure, path: readonly string[]): Closure | null {
  let current: Closure | null = closure;
  for (const name of path) {
    if (current === null) return null;
    const found = lookUpAttribute(resolver, current, name);
    current = found.found === 'value' ? found.value : null;
  }
  return current;
}
