import type { SystemWheel } from '../model.ts';
import { nixList, nixString } from '../print.ts';
import type { EntryStyle, References } from './entry.ts';
import { HASH_COMMENT, indent, renderItem } from './entry.ts';
import type { Item, Needed } from './needed.ts';
import { sriOf } from './sri.ts';

/** The parts of a wheel's name that nixpkgs' `fetchPypi` takes (PEP 427); it has no place for a build number. */
const WHEEL = /^([\w.]+)-([\w.!+]+)-([\w.]+)-([\w.]+)-([\w.]+)\.whl$/;

const SYSTEM = /^(?:x86_64|aarch64)-(?:linux|darwin)$/;

interface Parts {
  readonly stem: string;
  readonly version: string;
  readonly python: string;
  readonly abi: string;
  readonly platform: string;
}

function partsOf({ file }: SystemWheel): Parts {
  const [, stem = '', version = '', python = '', abi = '', platform = ''] = WHEEL.exec(file) ?? [];
  return { stem, version, python, abi, platform };
}

/** Whether `fetchPypi` can name every one of them, and they are of one release. */
export function areSystemWheels(wheels: readonly SystemWheel[]): boolean {
  const releases = new Set(
    wheels.map((wheel) => `${partsOf(wheel).stem}-${partsOf(wheel).version}`),
  );
  return (
    releases.size === 1 &&
    wheels.every(({ file, system }) => WHEEL.test(file) && SYSTEM.test(system))
  );
}

/** `disabled = …;` for wheels of one version of CPython (PEP 425), as nixpkgs says it. */
export function renderDisabled(
  wheels: readonly SystemWheel[],
  { final }: References,
): readonly string[] {
  const minors = new Set(
    wheels.map((wheel) => {
      const { python, abi } = partsOf(wheel);
      return python === abi ? (/^cp3(\d+)$/.exec(python)?.[1] ?? null) : null;
    }),
  );
  const [minor] = minors;
  if (minors.size !== 1 || minor === undefined || minor === null) return [];
  const next = Number(minor) + 1;
  return [`disabled = ${final}.pythonOlder "3.${minor}" || ${final}.pythonAtLeast "3.${next}";`];
}

/** `src = fetchPypi ({ … } // { x86_64-linux = { … }; }.${system} or (throw …));` */
export function renderSystemWheels(
  name: string,
  wheels: readonly SystemWheel[],
  version: string,
  refs: References,
  { unit }: EntryStyle,
): string {
  const parts = wheels.map(partsOf);
  const [first] = parts;
  const isShared = parts.every(({ python, abi }) => python === first?.python && abi === first.abi);
  const stem = first?.stem ?? name;
  const ofFile = first?.version ?? version;
  const inherited = [
    ...(stem === name ? ['pname'] : []),
    ...(ofFile === version ? ['version'] : []),
    'format',
  ];
  const common = [
    `inherit ${inherited.join(' ')};`,
    ...(stem === name ? [] : [`pname = ${nixString(stem)};`]),
    ...(ofFile === version ? [] : [`version = ${nixString(ofFile)};`]),
    ...(isShared && first !== undefined ? tagLines(first) : []),
  ];
  const systems = wheels.map((wheel) => {
    const own = partsOf(wheel);
    const sri = wheel.hash === null ? null : sriOf(wheel.hash);
    const lines = [
      ...(isShared ? [] : tagLines(own)),
      `platform = ${nixString(own.platform)};`,
      ...(sri === null
        ? [HASH_COMMENT, `hash = ${refs.lib}.fakeHash;`]
        : [`hash = ${nixString(sri)};`]),
    ];
    return `${wheel.system} = {\n${indent(lines.join('\n'), unit)}\n};`;
  });
  const system = `\${${refs.nixpkgs('stdenv.hostPlatform.system')}}`;
  const missing = `(throw "the index has no wheel of \${pname} \${version} for ${system}")`;
  const body = [
    `{\n${indent(common.join('\n'), unit)}\n}`,
    `// {\n${indent(systems.join('\n'), unit)}\n}.${system}`,
    `  or ${missing}`,
  ];
  return `src = ${refs.nixpkgs('fetchPypi')} (\n${indent(body.join('\n'), unit)}\n);`;
}

function tagLines({ python, abi }: Parts): readonly string[] {
  return [
    `dist = ${nixString(python)};`,
    `python = ${nixString(python)};`,
    `abi = ${nixString(abi)};`,
  ];
}

/** Binaries for Linux are made to find their libraries, that of C++ among them. */
export function renderPatching(
  wheels: readonly SystemWheel[],
  needed: Needed,
  refs: References,
  { brackets, quoted }: EntryStyle,
): readonly string[] {
  const ofLinux = wheels.filter(({ system }) => system.endsWith('-linux'));
  if (ofLinux.length === 0) return [];
  const condition =
    ofLinux.length === wheels.length
      ? ''
      : `${refs.lib}.optionals ${refs.nixpkgs('stdenv.hostPlatform.isLinux')} `;
  const libraries = (needed.lists.get('buildInputs') ?? []).filter(({ attr }) => attr !== CXX.attr);
  const list = (name: string, items: readonly Item[]): string => {
    const texts = items.map((item) => renderItem(item, refs, quoted));
    return `${name} = ${condition}${nixList(texts, brackets)};`;
  };
  return [list('nativeBuildInputs', [PATCHER]), list('buildInputs', [CXX, ...libraries])];
}

const PATCHER: Item = { from: 'nixpkgs', attr: 'autoPatchelfHook' };
const CXX: Item = { from: 'nixpkgs', attr: 'stdenv.cc.cc.lib' };
