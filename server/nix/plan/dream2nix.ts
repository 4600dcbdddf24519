import type { OverrideRequest, RequestedNeed } from '../model.ts';
import { nixAttrName, nixAttrPath, nixList, nixString } from '../print.ts';
import {
  needOfKind,
  needsOfKind,
  requestedBuildSystems,
  requestedInputs,
  subjectName,
  withoutKinds,
} from '../request.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { isBound } from '../resolve/scope.ts';
import { addDependencies } from './dream2nix-deps.ts';
import { addWheelFlags, packagesWithoutWheelFlag } from './dream2nix-wheels.ts';
import type { Draft } from './draft.ts';
import type { EntryStyle, References } from './entry.ts';
import { HASH_COMMENT, indent, renderItem } from './entry.ts';
import { entryStyleOf } from './entry-style.ts';
import { addToList } from './extend-list.ts';
import { setContainer } from './insert.ts';
import { holds, readListValue } from '../read/list-value.ts';
import type { Dream2nixModule } from '../read/dream2nix.ts';
import { findModules } from '../read/dream2nix.ts';
import type { OptionPlace } from '../read/module-path.ts';
import { findOption } from '../read/module-path.ts';
import type { Item, NameList } from './needed.ts';
import { cargoTools, ignoredLibraries, nameInSet, relaxedDependencies } from './needed.ts';
import { mentionsName } from '../read/bindings.ts';
import type { Outcome } from './outcome.ts';
import { refused } from './outcome.ts';
import type { Placing } from './placing.ts';

type ModuleList = 'nativeBuildInputs' | 'buildInputs' | 'propagatedBuildInputs' | NameList;

/** The submodule that has an option: dream2nix gives attributes to the derivation by what each is for. */
const HOMES: Readonly<Record<ModuleList, string>> = {
  nativeBuildInputs: 'mkDerivation',
  buildInputs: 'mkDerivation',
  propagatedBuildInputs: 'mkDerivation',
  pythonRelaxDeps: 'buildPythonPackage',
  autoPatchelfIgnoreMissingDeps: 'env',
};

/**
 * Writes `pip.overrides.<name>` into the modules of the files, and what it takes of nixpkgs into
 * `deps`; what the project itself needs into `mkDerivation` of the module that builds it.
 */
export function placeInModules(
  requests: readonly OverrideRequest[],
  { context, draft }: Placing,
): readonly Outcome[] {
  const modules = findModules(context);
  const module = modules.find(bindsOverrides) ?? modules[0];
  if (module === undefined)
    return requests.map(() =>
      refused('no-place', 'no module that imports a Python module of dream2nix'),
    );
  return placeIn(module, requests, draft, context.resolver);
}

/** Writes what the project itself needs into the module that builds it. */
export function placeInOwnModule(request: OverrideRequest, { context, draft }: Placing): Outcome {
  if (request.needs.some(({ kind }) => kind !== 'input' && kind !== 'build-system'))
    return refused('unsupported', 'the module takes libraries and tools alone');
  const { resolver } = context;
  const module = findModules(context).find((each) => buildsProject(each, resolver));
  if (module === undefined)
    return refused('no-place', 'no module of dream2nix says of what sources it is');
  const [outcome] = placeIn(module, [withoutKinds(request, 'build-system')], draft, resolver);
  return outcome ?? refused('form', 'not placed');
}

function placeIn(
  module: Dream2nixModule,
  requests: readonly OverrideRequest[],
  draft: Draft,
  resolver: Resolver,
): readonly Outcome[] {
  const taken = new Set<string>();
  const wheels = new Set<string>();
  const outcomes = requests.map((request) =>
    draft.attempt(() => placeInModule(module, request, { taken, wheels }, draft, resolver)),
  );
  const missing =
    addWheelFlags(module, [...wheels], draft, resolver) ??
    addDependencies(module, [...taken], draft, resolver);
  return missing === null ? outcomes : outcomes.map(() => refused('form', missing));
}

function buildsProject(module: Dream2nixModule, resolver: Resolver): boolean {
  return optionAt(module, ['mkDerivation', 'src'], resolver).kind === 'value';
}

/** Whether the module has something of the option that overrides stand in. */
function bindsOverrides({ set, scope, overridesPath }: Dream2nixModule): boolean {
  const [option] = overridesPath;
  return option !== undefined && mentionsName(set, option, scope);
}

/** What goes to one place for all requests; grows. */
interface Gathered {
  /** Attributes of nixpkgs. */
  readonly taken: Set<string>;
  /** Packages to take the wheels of. */
  readonly wheels: Set<string>;
}

function placeInModule(
  module: Dream2nixModule,
  request: OverrideRequest,
  { taken, wheels }: Gathered,
  draft: Draft,
  resolver: Resolver,
): Outcome {
  const name = subjectName(request);
  if (name === null) return refused('unsound-request', 'no package is named');
  if (!isBound('config', module.scope))
    return refused('out-of-reach', 'the module does not take ‘config’');
  const base = request.subject.kind === 'project' ? [] : [...module.overridesPath, name];
  const isOfPip = locksWithPip(module);
  const isOther = (kind: RequestedNeed['kind']): boolean =>
    OF_PIP.has(kind) && !(kind === 'wheel' && module.kind === 'python-pdm');
  if (!isOfPip && request.needs.some(({ kind }) => isOther(kind)))
    return refused(
      'unsupported',
      `wheels, crates and dependencies are not known of dream2nix’ module ${module.kind}`,
    );
  const missing = missingLists(module, base, listsOf(request), resolver);
  if (typeof missing === 'string') return refused('form', missing);
  const variables = needsOfKind(request, 'environment').filter(
    (variable) => optionAt(module, [...base, 'env', variable.name], resolver).kind !== 'value',
  );
  const hash = needOfKind(request, 'cargo-hash');
  const crates =
    hash !== null && optionAt(module, [...base, 'env', 'cargoDeps'], resolver).kind !== 'value';
  const asksWheel = needOfKind(request, 'wheel') !== null;
  const wheel = asksWheel && isOfPip ? packagesWithoutWheelFlag(module, [name], resolver) : [];
  if (typeof wheel === 'string') return refused('form', wheel);
  const selector = [...base, 'sourceSelector'];
  const selects = asksWheel && !isOfPip;
  if (selects && optionAt(module, selector, resolver).kind !== 'set')
    return refused('form', `${name} has a sourceSelector`);
  if (missing.length + variables.length + wheel.length === 0 && !crates && !selects)
    return { kind: 'present', reason: `${name} has all of it` };
  const { file } = module.scope;
  const style = entryStyleOf(file, draft.styleOf(file).unit);
  const lib = isBound('lib', module.scope) ? 'lib' : 'config.deps.lib';
  const writer = new OptionWriter(module, style, draft, resolver);
  const root = crates ? hash.root : null;
  const failed = [
    ...(root === null ? [] : [writer.block([...base, 'env'], 'cargoRoot', nixString(root))]),
    ...(crates
      ? [writer.block([...base, 'env'], 'cargoDeps', cargoDeps(name, lib, root, style))]
      : []),
    ...[...new Set(missing.map(({ list }) => HOMES[list]))].flatMap((home) =>
      writer.lists(
        [...base, home],
        missing.filter(({ list }) => HOMES[list] === home),
      ),
    ),
    ...(selects ? [writer.block(base, 'sourceSelector', nixString('wheel'))] : []),
    ...variables.map((variable) =>
      writer.block([...base, 'env'], variable.name, nixString(variable.value)),
    ),
  ].find((outcome) => outcome !== null);
  if (failed !== undefined && failed !== null) return refused('form', failed);
  for (const { items } of missing)
    for (const { from, attr } of items) if (from === 'nixpkgs') taken.add(attr);
  if (crates) taken.add('rustPlatform');
  for (const each of wheel) wheels.add(each);
  if (crates && lib !== 'lib') taken.add('lib');
  return { kind: 'edited' };
}

/** What is written by what the module of pip calls the packages and their files. */
const OF_PIP: ReadonlySet<RequestedNeed['kind']> = new Set(['wheel', 'cargo-hash', 'dependency']);

/** Whether pip locks what the module builds, so that its flags and what it calls the packages are known. */
function locksWithPip({ overridesPath: [option] }: Dream2nixModule): boolean {
  return option === 'pip';
}

interface ListItems {
  readonly list: ModuleList;
  readonly items: readonly Item[];
}

function nixpkgs(attrs: readonly string[]): readonly Item[] {
  return attrs.map((attr) => ({ from: 'nixpkgs', attr }));
}

function listsOf(request: OverrideRequest): readonly ListItems[] {
  const hasCrates = needOfKind(request, 'cargo-hash') !== null;
  const buildSystems = requestedBuildSystems(request);
  const viaSetuptools = buildSystems.includes('setuptools-rust');
  const crates = hasCrates ? cargoTools(viaSetuptools) : [];
  const systems = buildSystems.filter((name) => !hasCrates || viaSetuptools || name !== 'maturin');
  const lists: readonly ListItems[] = [
    {
      list: 'nativeBuildInputs',
      items: [
        ...nixpkgs([...requestedInputs(request, 'nativeBuildInputs'), ...crates]),
        ...systems.map((attr) => ({ from: 'python', attr: nameInSet(attr) }) as const),
      ],
    },
    { list: 'buildInputs', items: nixpkgs(requestedInputs(request, 'buildInputs')) },
    {
      list: 'propagatedBuildInputs',
      items: [
        ...nixpkgs(requestedInputs(request, 'propagatedBuildInputs')),
        ...needsOfKind(request, 'dependency').map(
          ({ name }) => ({ from: 'python', attr: name, isDependency: true }) as const,
        ),
      ],
    },
    { list: 'pythonRelaxDeps', items: relaxedDependencies(request) },
    { list: 'autoPatchelfIgnoreMissingDeps', items: ignoredLibraries(request) },
  ];
  return lists.filter(({ items }) => items.length > 0);
}

/** What the lists of the override lack; a text where one of them is not written out. */
function missingLists(
  module: Dream2nixModule,
  base: readonly string[],
  lists: readonly ListItems[],
  resolver: Resolver,
): readonly ListItems[] | string {
  const left: ListItems[] = [];
  for (const { list, items } of lists) {
    const place = optionAt(module, [...base, HOMES[list], list], resolver);
    if (place.kind === 'opaque') return `${place.name} is not written out`;
    const names =
      place.kind === 'value' ? readListValue(place.value, resolver).names.map(ofLock) : [];
    const missing = items.filter((item) => !holds(names, item));
    if (missing.length > 0) left.push({ list, items: missing });
  }
  return left;
}

/** `config.pip.drvs.foo.public.out` is foo. */
function ofLock(path: readonly string[]): readonly string[] {
  const end = path.indexOf('public');
  return end > 0 && path[end - 2] === 'drvs' ? path.slice(0, end) : path;
}

function optionAt(
  { set, scope }: Dream2nixModule,
  path: readonly string[],
  resolver: Resolver,
): OptionPlace {
  return findOption(set, scope, path, resolver);
}

/** How a module's text refers to things. */
function referencesOf(): References {
  return {
    final: 'config.deps.python.pkgs',
    prev: 'config.deps.python.pkgs',
    old: 'old',
    nixpkgs: (attr) => `config.deps.${attr}`,
    lib: 'lib',
    resolveBuildSystem: '',
    dependency: (name) => `config.pip.drvs.${nixAttrName(name)}.public.out`,
  };
}

function cargoDeps(
  name: string,
  lib: string,
  cargoRoot: string | null,
  { unit }: EntryStyle,
): string {
  const option = `config.pip.drvs.${nixAttrName(name)}`;
  const body = [
    `inherit (${option}.mkDerivation) src;`,
    ...(cargoRoot === null
      ? []
      : [`sourceRoot = "\${${option}.name}-\${${option}.version}/${cargoRoot}";`]),
    `name = "\${${option}.name}-\${${option}.version}";`,
    HASH_COMMENT,
    `hash = ${lib}.fakeHash;`,
  ];
  return `config.deps.rustPlatform.fetchCargoVendor {\n${indent(body.join('\n'), unit)}\n}`;
}

/** Writes options of one module, each where its neighbours stand. */
class OptionWriter {
  readonly #module: Dream2nixModule;
  readonly #style: EntryStyle;
  readonly #draft: Draft;
  readonly #resolver: Resolver;

  constructor(module: Dream2nixModule, style: EntryStyle, draft: Draft, resolver: Resolver) {
    this.#module = module;
    this.#style = style;
    this.#draft = draft;
    this.#resolver = resolver;
  }

  /** Adds items to lists below `base`. What could not be written, or null, for each. */
  lists(base: readonly string[], lists: readonly ListItems[]): readonly (string | null)[] {
    const fresh: { list: ModuleList; text: string }[] = [];
    const failures = lists.map(({ list, items }) => {
      const place = optionAt(this.#module, [...base, list], this.#resolver);
      const refs = referencesOf();
      if (place.kind === 'opaque') return `${place.name} is not written out`;
      if (place.kind === 'value')
        return addToList(
          place.value,
          items,
          [],
          () => refs,
          this.#style,
          this.#draft,
          this.#resolver,
        )
          ? null
          : `${list} is not written as a list`;
      fresh.push({ list, text: this.#list(items, refs) });
      return null;
    });
    const [only, ...more] = fresh;
    if (only === undefined) return failures;
    const home = optionAt(this.#module, base, this.#resolver);
    if (more.length === 0 || home.kind !== 'set')
      return [...failures, ...fresh.map(({ list, text }) => this.block(base, list, text))];
    const body = fresh.map(({ list, text }) => `${list} = ${text};`).join('\n');
    const last = base.at(-1) ?? '';
    const set = `{\n${indent(body, this.#style.unit)}\n}`;
    return [...failures, this.block(base.slice(0, -1), last, set)];
  }

  /** Sets `base.name` to a value that nothing sets yet. */
  block(base: readonly string[], name: string, value: string): string | null {
    const place = optionAt(this.#module, [...base, name], this.#resolver);
    if (place.kind !== 'set') return `${[...base, name].join('.')} is set already`;
    const { set, scope, rest, beside } = place;
    const container = setContainer(set);
    if (container === null) return 'the module is not closed';
    const isLast = beside === null || beside === set.bindings.at(-1);
    this.#draft.append(
      scope.file,
      isLast ? set : beside,
      isLast ? container : { ...container, after: beside.span },
      `${nixAttrPath(rest)} = ${value};`,
    );
    return null;
  }

  #list(items: readonly Item[], refs: References): string {
    const texts = items.map((item) => renderItem(item, refs, this.#style.quoted));
    if (texts.length < 3) return nixList(texts, this.#style.brackets);
    return `[\n${indent(texts.join('\n'), this.#style.unit)}\n]`;
  }
}
