import type { NixReading, OverrideEntry, TargetUse } from '../../server/nix/model.ts';
import { readNix } from '../../server/nix/read/read.ts';

/** Reads files of a project at /p, given relative to it; the first is the entry. */
export function readProject(
  files: Record<string, string>,
  entries?: readonly string[],
): NixReading {
  const texts = new Map(Object.entries(files).map(([name, text]) => [`/p/${name}`, text]));
  return readNix(
    texts,
    entries?.map((name) => `/p/${name}`) ?? [...texts.keys()].slice(0, 1),
    '/p',
  );
}

/** The only use in one file. */
export function useOf(text: string, file = 'default.nix'): TargetUse {
  const { uses } = readProject({ [file]: text });
  const [use, ...more] = uses;
  if (use === undefined || more.length > 0) throw new Error(`${uses.length} uses`);
  return use;
}

/** A poetry2nix call with this `overrides` argument, inside of a few bindings. */
export function withOverrides(overrides: string, lets = ''): TargetUse {
  return useOf(
    `{ pkgs, lib }: let ${lets} in pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; overrides = ${overrides}; }`,
  );
}

/** `name: list+attr,attr` for what is added, `list=` for what is replaced, `…` where it is not all. */
export function summary(entry: OverrideEntry): string {
  const lists = entry.lists.map(
    ({ list, attrs, complete, replaces }) =>
      `${list}${replaces ? '=' : '+'}${attrs.join(',')}${complete ? '' : '…'}`,
  );
  const wheel = entry.preferWheel === null ? [] : [entry.preferWheel ? 'wheel' : 'sdist'];
  const flags = entry.opaque ? ['opaque'] : [];
  return [`${entry.name}:`, ...lists, ...wheel, ...entry.sets, ...flags].join(' ');
}

/** What an overlay's body says of its packages. */
export function entriesOf(body: string, lets = ''): readonly string[] {
  const { overrides } = withOverrides(
    `pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: ${body})`,
    lets,
  );
  return overrides.entries.map(summary);
}

/** What one override says: the value of `foo`. */
export function entryOf(value: string, lets = ''): string {
  const [entry, ...more] = entriesOf(`{ foo = ${value}; }`, lets);
  if (entry === undefined || more.length > 0) throw new Error('not one entry');
  return entry.replace(/^foo: ?/, '');
}

/** What a list adds: the value of `buildInputs`. */
export function inputsOf(list: string, lets = ''): string {
  return entryOf(`prev.foo.overridePythonAttrs (old: { buildInputs = ${list}; })`, lets);
}
