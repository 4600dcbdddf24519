import type { OwnPackage } from '../model.ts';
import { nixList, nixString } from '../print.ts';
import type { EntryStyle, References } from './entry.ts';
import { HASH_COMMENT, indent, renderItem } from './entry.ts';
import {
  areSystemWheels,
  renderDisabled,
  renderPatching,
  renderSystemWheels,
} from './own-wheels.ts';
import { sriOf } from './sri.ts';
import type { ListName } from '../read/override.ts';
import type { Needed } from './needed.ts';

/** The files that nixpkgs' `fetchPypi` can name: a source archive, or a wheel for every system. */
const SDIST = /^(.+)-([^-]+)\.(tar\.gz|zip|tar\.bz2|tar\.xz|tgz)$/;
const WHEEL = /^([^-]+)-([^-]+)-([^-]+)-none-any\.whl$/;

/** Why a package cannot be made of its files; null where it can. */
export function ownPackageProblem({ version, file, hash, wheels }: OwnPackage): string | null {
  if (!/^[\w.+!-]+$/.test(version)) return `${JSON.stringify(version)} is not a version`;
  const hashes = wheels === undefined ? [hash] : wheels.map((wheel) => wheel.hash);
  if (hashes.some((each) => each !== null && sriOf(each) === null))
    return 'its hash is of no known kind';
  const isNamed =
    wheels === undefined ? SDIST.test(file) || WHEEL.test(file) : areSystemWheels(wheels);
  return isNamed
    ? null
    : 'the lock has no source archive of it, and no wheel that fetchPypi can name';
}

/** `final.buildPythonPackage rec { … }` as nixpkgs writes its own packages. LF, from column 0. */
export function renderOwnPackage(
  name: string,
  own: OwnPackage,
  needed: Needed,
  refs: References,
  style: EntryStyle,
): string {
  const { wheels } = own;
  const isWheel = wheels !== undefined || own.file.endsWith('.whl');
  const lists = renderLists(own, needed, listsOf(own), refs, style);
  const environment = needed.environment.map(
    ({ name: variable, value }) => `env.${variable} = ${nixString(value)};`,
  );
  const sections = [
    [
      `pname = ${nixString(name)};`,
      `version = ${nixString(own.version)};`,
      isWheel ? 'format = "wheel";' : 'pyproject = true;',
      ...(wheels === undefined ? [] : renderDisabled(wheels, refs)),
    ],
    [
      wheels === undefined
        ? renderSource(name, own, refs, style)
        : renderSystemWheels(name, wheels, own.version, refs, style),
    ],
    needed.cargo && !isWheel ? renderCrates(needed, refs, style) : [],
    wheels === undefined ? lists : [...renderPatching(wheels, needed, refs, style), ...lists],
    isWheel ? [] : environment,
  ].filter((section) => section.length > 0);
  const body = sections.map((section) => section.join('\n')).join('\n\n');
  return `${refs.final}.buildPythonPackage rec {\n${indent(body, style.unit)}\n}`;
}

/** In the order in which nixpkgs has them. */
const LISTS: readonly ListName[] = [
  'build-system',
  'nativeBuildInputs',
  'buildInputs',
  'propagatedBuildInputs',
];

/** What is built of a wheel takes no build tools, and of one for a single system its libraries are told apart. */
function listsOf({ file, wheels }: OwnPackage): readonly ListName[] {
  if (wheels !== undefined) return ['propagatedBuildInputs'];
  return file.endsWith('.whl') ? ['buildInputs', 'propagatedBuildInputs'] : LISTS;
}

function renderLists(
  { dependencies }: OwnPackage,
  needed: Needed,
  lists: readonly ListName[],
  refs: References,
  style: EntryStyle,
): readonly string[] {
  const made = lists.flatMap((list) => {
    const items = (needed.lists.get(list) ?? []).map((item) =>
      renderItem(item, refs, style.quoted),
    );
    if (items.length > 0) return [binding(list, items, style)];
    // maturin's hook builds by itself.
    return list === 'build-system' && !needed.cargo ? [UNKNOWN_BUILD_SYSTEM] : [];
  });
  const names = dependencies.map((attr) =>
    renderItem({ from: 'python', attr }, refs, style.quoted),
  );
  return names.length === 0 ? made : [...made, binding('dependencies', names, style)];
}

const UNKNOWN_BUILD_SYSTEM =
  '# Not known: what [build-system] of its pyproject.toml requires, else setuptools.\nbuild-system = [ ];';

function binding(name: string, items: readonly string[], { brackets, unit }: EntryStyle): string {
  const line = `${name} = ${nixList(items, brackets)};`;
  if (items.length < 2 || (items.length < 4 && line.length <= 80)) return line;
  return `${name} = [\n${indent(items.join('\n'), unit)}\n];`;
}

function renderSource(
  name: string,
  { version, file, hash }: OwnPackage,
  refs: References,
  { unit }: EntryStyle,
): string {
  const [, stem = '', fileVersion = '', last = ''] = SDIST.exec(file) ?? WHEEL.exec(file) ?? [];
  const isWheel = file.endsWith('.whl');
  const inherited = [
    ...(stem === name ? ['pname'] : []),
    ...(fileVersion === version ? ['version'] : []),
    ...(isWheel ? ['format'] : []),
  ];
  const sri = hash === null ? null : sriOf(hash);
  const body = [
    ...(inherited.length === 0 ? [] : [`inherit ${inherited.join(' ')};`]),
    ...(stem === name ? [] : [`pname = ${nixString(stem)};`]),
    ...(fileVersion === version ? [] : [`version = ${nixString(fileVersion)};`]),
    ...(isWheel ? [`dist = ${nixString(last)};`, `python = ${nixString(last)};`] : []),
    ...(isWheel || last === 'tar.gz' ? [] : [`extension = ${nixString(last)};`]),
    ...(sri === null
      ? [HASH_COMMENT, `hash = ${refs.lib}.fakeHash;`]
      : [`hash = ${nixString(sri)};`]),
  ];
  return `src = ${refs.nixpkgs('fetchPypi')} {\n${indent(body.join('\n'), unit)}\n};`;
}

function renderCrates(
  { cargoRoot }: Needed,
  refs: References,
  { unit }: EntryStyle,
): readonly string[] {
  const root = cargoRoot === null ? [] : [`sourceRoot = "\${pname}-\${version}/\${cargoRoot}";`];
  const body = [
    'inherit pname version src;',
    ...root,
    HASH_COMMENT,
    `hash = ${refs.lib}.fakeHash;`,
  ];
  const fetch = refs.nixpkgs('rustPlatform.fetchCargoVendor');
  return [
    ...(cargoRoot === null ? [] : [`cargoRoot = ${nixString(cargoRoot.path)};`]),
    `cargoDeps = ${fetch} {\n${indent(body.join('\n'), unit)}\n};`,
  ];
}
