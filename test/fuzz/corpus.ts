import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { sdistOf, zip } from '../../server/artifacts/testing.ts';
import { elfOf } from '../../server/artifacts/wheel/testing.ts';

/** Bytes: what is longer takes the fuzzer's time and shows nothing new. */
const LONGEST = 6000;

const SEPARATOR = Buffer.from([0xff]);

/** A target's inputs to start from, made of a file; none of a file that is nothing to the target. */
type Starts = (name: string, content: Buffer) => readonly Buffer[];

/** Which choice of `targets/NAME.ts` a kind of file is, by its first byte. */
const MANIFESTS = [/pyproject\.toml$/, /^Pipfile$/, /\.(?:txt|in)$/];
const LOCKS = [/poetry\.lock$/, /uv\.lock$/, /pdm\.lock$/, /^pylock.*\.toml$/, /^Pipfile\.lock$/];
const NIX = /\.nix$/;
const TOML = /\.toml$|^(?:poetry|uv|pdm)\.lock$|^Pipfile$/;

const STARTS: Readonly<Record<string, Starts>> = {
  toml: (name, content) => (TOML.test(name) ? [content] : []),
  'toml-edits': (name, content) =>
    TOML.test(name) ? [Buffer.concat([content, SEPARATOR, Buffer.from('!!\u0004[a]\n')])] : [],
  manifests: (name, content) => chosen(MANIFESTS, name, content),
  locks: (name, content) => chosen(LOCKS, name, content),
  nix: (name, content) => (NIX.test(name) || name === 'flake.lock' ? [content] : []),
  'nix-edits': (name, content) =>
    NIX.test(name)
      ? Array.from({ length: 6 }, (_, target) => Buffer.concat([Buffer.of(target, 1), content]))
      : [],
  logs: (name, content) =>
    /\.(?:log|txt)$/.test(name) ? [Buffer.concat([content, SEPARATOR, Buffer.from('!!!')])] : [],
  frames: () => [
    Buffer.from('\u0003Content-Length: 2\r\n\r\n{}Content-Length: 17\r\n\r\n{"jsonrpc":"2.0"}'),
  ],
  // Of archives there are none among the tests' files: they are made once, for the first of them.
  archives: (name) => (name === 'pyproject.toml' ? archives() : []),
  projects: (name, content) => {
    const kind = [
      'pyproject.toml',
      'poetry.lock',
      'default.nix',
      'uv.lock',
      'requirements.txt',
      'Pipfile',
      'Pipfile.lock',
      'flake.nix',
    ].indexOf(name);
    return kind === -1 ? [] : [Buffer.concat([Buffer.of(kind), content])];
  },
};

/** Fills a folder with what a target starts from: the files that the tests have. */
export function fillCorpus(target: string, folder: string, tests: string): void {
  mkdirSync(folder, { recursive: true });
  for (const file of filesBelow(tests)) {
    if (statSync(file).size > LONGEST) continue;
    const inputs = STARTS[target]?.(basename(file), readFileSync(file)) ?? [];
    for (const input of inputs) {
      const name = createHash('sha1').update(input).digest('hex');
      writeFileSync(join(folder, name), input);
    }
  }
}

function archives(): readonly Buffer[] {
  const files = { 'PKG-INFO': 'Name: p\nVersion: 1.0\n', 'setup.py': SETUP_SCRIPT };
  const library = elfOf({
    needed: ['libz.so.1', 'libc.so.6'],
    soname: 'liba.so',
    runpath: '$ORIGIN',
  });
  const wheel = zip([
    { path: 'a/_a.so', content: library },
    { path: 'a-1.0.dist-info/WHEEL', content: 'Tag: cp311-cp311-linux_x86_64\n' },
  ]);
  const made: readonly (readonly [kind: number, bytes: Uint8Array])[] = [
    [0, sdistOf(files)],
    [0, wheel],
    [1, sdistOf(files)],
    [2, wheel],
    [3, Buffer.from('a/../b')],
    [4, library],
    [6, Buffer.from(SETUP_SCRIPT)],
    [7, Buffer.from("project('a', 'c')\nz = dependency('zlib', required : get_option('z'))\n")],
    [8, Buffer.from('find_package(ZLIB REQUIRED)\nif(WIN32)\n  add_library(a a.c)\nendif()\n')],
    [9, Buffer.from('AC_INIT\nPKG_CHECK_MODULES([Z], [zlib >= 1.2])\n')],
    [10, Buffer.from('[build_ext]\nlibraries = z\n')],
    [11, Buffer.from(SETUP_SCRIPT)],
  ];
  return made.map(([kind, bytes]) => Buffer.concat([Buffer.of(kind), bytes]));
}

const SETUP_SCRIPT = `import sys
from setuptools import Extension, setup
libraries = ["z"] + (["m"] if sys.platform != "win32" else [])
setup(name="p", ext_modules=[Extension("a._a", ["a.c"], libraries=libraries)])
`;

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function chosen(kinds: readonly RegExp[], name: string, content: Buffer): readonly Buffer[] {
  const kind = kinds.findIndex((each) => each.test(name));
  return kind === -1 ? [] : [Buffer.concat([Buffer.of(kind), content])];
}
