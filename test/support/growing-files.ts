import { lockText, manifestText } from './project.ts';

/** A file of a project that grows with `n`; the others are small and sound. */
export interface Growing {
  readonly what: string;
  readonly file: string;
  readonly text: (n: number) => string;
  /** Other files of it that grow too, by name. */
  readonly beside?: (n: number) => Readonly<Record<string, string>>;
}

/** Characters for each line or comma, so that a million of them stay below the entries that a file may have. */
const ENTRY = 20;

const MANIFEST = manifestText(['pictures = "*"']);
const LOCK = lockText([{ name: 'pictures', version: '7.2.0' }]);
const UV_MANIFEST = '[project]\nname = "a"\nversion = "1"\n[tool.uv]\n';
const UV_LOCK = 'version = 1\nrequires-python = ">=3.9"\n';
const NIX = 'with import <nixpkgs> { }; poetry2nix.mkPoetryApplication { projectDir = ./.; }\n';

function inManifest(what: string, text: (n: number) => string): Growing {
  return { what: `manifest: ${what}`, file: 'pyproject.toml', text: (n) => MANIFEST + text(n) };
}

function inLock(what: string, text: (n: number) => string): Growing {
  return { what: `lock: ${what}`, file: 'poetry.lock', text: (n) => LOCK + text(n) };
}

function inNix(what: string, text: (n: number) => string): Growing {
  return { what: `Nix: ${what}`, file: 'default.nix', text };
}

function dependency(value: string): string {
  return manifestText([`pictures = ${value}`]);
}

/** Nesting of `n` levels. */
export const DEEP: readonly Growing[] = [
  inManifest('arrays', (n) => `x = ${'['.repeat(n)}${']'.repeat(n)}\n`),
  inManifest('arrays without an end', (n) => `x = ${'['.repeat(n)}\n`),
  inManifest('inline tables', (n) => `x = ${'{a='.repeat(n)}1${'}'.repeat(n)}\n`),
  inManifest('dotted keys', (n) => `x${'.a'.repeat(n)} = 1\n`),
  inManifest('a header of many parts', (n) => `[x${'.a'.repeat(n)}]\n`),
  inLock('arrays', (n) => `x = ${'['.repeat(n)}${']'.repeat(n)}\n`),
  inLock('inline tables', (n) => `x = ${'{a='.repeat(n)}1${'}'.repeat(n)}\n`),
  inNix('parentheses', (n) => `${'('.repeat(n)}1${')'.repeat(n)}`),
  inNix('sets', (n) => `${'{a='.repeat(n)}1;${'};'.repeat(n)}`),
  inNix('lists without an end', (n) => '['.repeat(n)),
  inNix('functions', (n) => `${'a: '.repeat(n)}1`),
  inNix('lets', (n) => `${'let a = 1; in '.repeat(n)}1`),
  inNix('operators', (n) => `1${' ++ 1'.repeat(n)}`),
  inNix('negations', (n) => `${'!'.repeat(n)}true`),
  inNix('conditions', (n) => `${'if a then b else '.repeat(n)}1`),
  inNix('texts in texts', (n) => `${'"${'.repeat(n)}1${'}"'.repeat(n)}`),
  inNix('texts without an end', (n) => `"\${''`.repeat(n)),
  inNix('selections', (n) => `a${'.a'.repeat(n)}`),
  inNix('applications', (n) => `a${' a'.repeat(n)}`),
  { what: 'Pipfile.lock: arrays', file: 'Pipfile.lock', text: (n) => `{"a":${'['.repeat(n)}` },
  {
    what: 'Pipfile.lock: objects',
    file: 'Pipfile.lock',
    text: (n) => `${'{"default":'.repeat(n)}1${'}'.repeat(n)}`,
  },
  { what: 'flake.lock: objects', file: 'flake.lock', text: (n) => `${'{"nodes":'.repeat(n)}` },
  {
    what: 'requirements: parentheses in a marker',
    file: 'requirements.txt',
    text: (n) => `a ; ${'('.repeat(n)}python_version > "3"${')'.repeat(n)}\n`,
  },
  {
    what: 'requirements: brackets',
    file: 'requirements.txt',
    text: (n) => `a${'['.repeat(n)}${']'.repeat(n)}\n`,
  },
];

/** A line, or many lines, of `n` characters. */
export const LONG: readonly Growing[] = [
  inManifest('a comment', (n) => `# ${'x'.repeat(n)}\n`),
  inManifest('a text', (n) => `x = "${'x'.repeat(n)}"\n`),
  inManifest('a text of escapes', (n) => `x = "${'\\n'.repeat(n / 2)}"\n`),
  inManifest('blanks', (n) => `${' '.repeat(n)}x = 1\n`),
  inManifest('lines', (n) => '\n'.repeat(n / ENTRY)),
  inManifest('quotes', (n) => `x = ${"'".repeat(n)}\n`),
  inManifest('a number', (n) => `x = ${'9'.repeat(n)}\n`),
  inManifest('keys', (n) => Array.from({ length: n / 20 }, (_, i) => `key-${i} = ${i}\n`).join('')),
  inManifest('the same key', (n) => 'key = 1\n'.repeat(n / 20)),
  inManifest('tables', (n) => Array.from({ length: n / 20 }, (_, i) => `[t.k${i}]\n`).join('')),
  inManifest('numbers in a list', (n) => `x = [${'1, '.repeat(n / ENTRY)}]\n`),
  inManifest('tables in a list', (n) => `x = [${'{a=1}, '.repeat(n / 28)}]\n`),
  inManifest('wrong constraints', (n) =>
    Array.from({ length: n / 80 }, (_, i) => `key-${i} = "^^${i}"\n`).join(''),
  ),
  {
    what: 'manifest: requirements in a list',
    file: 'pyproject.toml',
    text: (n) =>
      `[project]\nname = "a"\nversion = "1"\ndependencies = [${'"b>=1", '.repeat(n / 32)}]\n`,
  },
  {
    what: 'manifest: a constraint of blanks',
    file: 'pyproject.toml',
    text: (n) => dependency(`"^1${' '.repeat(n)}2"`),
  },
  {
    what: 'manifest: a constraint of commas',
    file: 'pyproject.toml',
    text: (n) => dependency(`"^1${','.repeat(n / ENTRY)}<2"`),
  },
  {
    what: 'manifest: a constraint of digits and dots',
    file: 'pyproject.toml',
    text: (n) => dependency(`"^1${'.1'.repeat(n / 2)}"`),
  },
  {
    what: 'manifest: a name',
    file: 'pyproject.toml',
    text: (n) => manifestText([`${'a-'.repeat(n / 2)}b = "*"`]),
  },
  {
    what: 'manifest: a marker',
    file: 'pyproject.toml',
    text: (n) => dependency(`{version = "*", markers = "${'x '.repeat(n / 2)}"}`),
  },
  {
    what: 'manifest: a git address',
    file: 'pyproject.toml',
    text: (n) => dependency(`{git = "https://a${'/'.repeat(n)}b"}`),
  },
  inLock('a text', (n) => `x = "${'x'.repeat(n)}"\n`),
  inLock('a hash', (n) => `[[package]]\nname = "a"\nversion = "1"\nfiles = ["${'0'.repeat(n)}"]\n`),
  inLock('a version', (n) => `[[package]]\nname = "a"\nversion = "1${'.0'.repeat(n / 2)}"\n`),
  inLock('a name', (n) => `[[package]]\nname = "${'a_'.repeat(n / 2)}"\nversion = "1"\n`),
  inLock('packages', (n) =>
    Array.from({ length: n / 40 }, (_, i) => `[[package]]\nname = "p${i}"\nversion = "1"\n`).join(
      '',
    ),
  ),
  inLock(
    'files of a package',
    (n) =>
      `[[package]]\nname = "a"\nversion = "1"\nfiles = [${'{file = "a-1.tar.gz"}, '.repeat(n / 23)}]\n`,
  ),
  inLock('the same package', (n) => '[[package]]\nname = "p"\nversion = "1"\n'.repeat(n / 40)),
  inLock('conflict marks', (n) => '<<<<<<< a\n=======\n>>>>>>> b\n'.repeat(n / 30)),
  inNix('a comment', (n) => `# ${'x'.repeat(n)}\n${NIX}`),
  inNix('a name', (n) => 'x'.repeat(n)),
  inNix('a text', (n) => `"${'x'.repeat(n)}"`),
  inNix('an indented text', (n) => `''${"' ".repeat(n / 2)}''`),
  inNix('blanks', (n) => `{ a = ${' '.repeat(n)}1; }`),
  inNix('half an escape', (n) => `"${'$'.repeat(n)}"`),
  inNix(
    'bindings',
    (n) => `{ ${Array.from({ length: n / 20 }, (_, i) => `k${i} = ${i};`).join(' ')} }`,
  ),
  inNix('a list', (n) => `mkShell { packages = [ ${'x '.repeat(n / 2)}]; }`),
  inNix('imports', (n) => `{ imports = [ ${'./a.nix '.repeat(n / 8)}]; }`),
  inNix(
    'uses',
    (n) => `{\n${'a = poetry2nix.mkPoetryApplication { projectDir = ./.; };\n'.repeat(n / 500)}}`,
  ),
  inNix(
    'sets of Python packages that extend each other',
    (n) => `(python3.pkgs${'.overrideScope (a: b: { })'.repeat(n / 500)})`,
  ),
  inNix(
    'a list of overlays',
    (n) => `${NIX.replace('./.;', `./.; overrides = [ ${'o '.repeat(n / 2)}];`)}`,
  ),
  {
    what: 'requirements: one line',
    file: 'requirements.txt',
    text: (n) => `a${'>=1,'.repeat(n / 4)}\n`,
  },
  {
    what: 'requirements: continued lines',
    file: 'requirements.txt',
    text: (n) => `a ${'\\\n'.repeat(n / ENTRY)}==1\n`,
  },
  {
    what: 'requirements: lines',
    file: 'requirements.txt',
    text: (n) => Array.from({ length: n / 20 }, (_, i) => `package-${i}==1.${i}\n`).join(''),
  },
  {
    what: 'requirements: blanks in a marker',
    file: 'requirements.txt',
    text: (n) => `a ; python_version${' '.repeat(n)}> "3"\n`,
  },
  {
    what: 'Pipfile.lock: a text',
    file: 'Pipfile.lock',
    text: (n) => `{"default": {"a": {"version": "==${'1'.repeat(n)}"}}}`,
  },
];

/** As much in a file of `n` characters as there can be, for each kind of file. */
export const DENSE: readonly Growing[] = [
  inManifest(
    'an array of tables',
    filled(() => '[[a]]\n'),
  ),
  inManifest(
    'a table in a table',
    filled((i) => `[t.k${i}]\n`),
  ),
  inManifest(
    'dependencies',
    filled((i) => `p${i}="*"\n`),
  ),
  inManifest('constraints of one dependency', (n) => `x = [${'1,'.repeat(n / 2)}]\n`),
  inManifest('tables of one dependency', (n) => `x = [${'{a=1},'.repeat(n / 6)}]\n`),
  {
    what: 'manifest: requirements',
    file: 'pyproject.toml',
    text: (n) =>
      `[project]\nname="a"\nversion="1"\ndependencies=[${filled((i) => `"p${i}",`)(n)}]\n`,
  },
  {
    what: 'Pipfile: packages',
    file: 'Pipfile',
    text: (n) => `[packages]\n${filled((i) => `p${i}="*"\n`)(n)}`,
  },
  inLock(
    'an array of tables',
    filled(() => '[[a]]\n'),
  ),
  inLock(
    'short packages',
    filled((i) => `[[package]]\nname="p${i}"\nversion="1"\n`),
  ),
  inLock('packages as Poetry writes them', filled(poetryPackage)),
  inLock(
    'short files of a package',
    (n) => `[[package]]\nname="a"\nversion="1"\nfiles=[${'{},'.repeat(n / 3)}]\n`,
  ),
  {
    what: 'uv.lock: short packages',
    file: 'uv.lock',
    text: (n) => UV_LOCK + filled((i) => `[[package]]\nname="p${i}"\nversion="1"\n`)(n),
  },
  {
    what: 'uv.lock: dependencies of a package',
    file: 'uv.lock',
    text: (n) =>
      `${UV_LOCK}[[package]]\nname="a"\nversion="1"\ndependencies=[${filled((i) => `{name="p${i}"},`)(n)}]\n`,
  },
  { what: 'requirements: one name', file: 'requirements.txt', text: filled(() => 'a\n') },
  { what: 'requirements: pins', file: 'requirements.txt', text: filled((i) => `p${i}==1\n`) },
  { what: 'requirements: comments', file: 'requirements.txt', text: filled(() => '#\n') },
  {
    what: 'requirements: pins with hashes',
    file: 'requirements.txt',
    text: filled((i) => `p${i}==1 \\\n    --hash=sha256:${'0'.repeat(64)}\n`),
  },
  inNix('short bindings', (n) => `{${filled((i) => `k${i}=1;`)(n)}}`),
  inNix('short elements', (n) => `[${'a '.repeat(n / 2)}]`),
  inNix(
    'uses',
    (n) =>
      `{${filled((i) => `a${i} = poetry2nix.mkPoetryApplication { projectDir = ./.; };\n`)(n)}}`,
  ),
  inNix('short functions', (n) => `[${'(a:a)'.repeat(n / 5)}]`),
  {
    what: 'Pipfile.lock: short packages',
    file: 'Pipfile.lock',
    text: (n) => `{"default":{${filled((i) => `"p${i}":{},`)(n)}"a":{}}}`,
  },
  {
    what: 'Pipfile.lock: numbers',
    file: 'Pipfile.lock',
    text: (n) => `{"a":[${'0,'.repeat(n / 2)}0]}`,
  },
  {
    what: 'flake.lock: short nodes',
    file: 'flake.lock',
    text: (n) => `{"nodes":{${filled((i) => `"n${i}":{},`)(n)}"a":{}}}`,
  },
];

/** A project of many files, each of which grows with `n`. */
export const MANY_FILES: Growing = {
  what: 'many files together',
  file: 'poetry.lock',
  text: (n) => LOCK + filled(poetryPackage)(n * 10),
  beside: (n) => ({
    'pyproject.toml': MANIFEST + filled((i) => `p${i}="*"\n`)(n),
    ...Object.fromEntries(
      [...Array(8).keys()].flatMap((index) => [
        [`part-${index}.nix`, `{${filled((i) => `k${i}=1;`)(n)}}`],
        [`requirements-${index}.txt`, filled((i) => `p${i}==1\n`)(n)],
      ]),
    ),
  }),
};

/** Pieces, as many as `n` characters hold. */
function filled(piece: (index: number) => string): (n: number) => string {
  return (n) => {
    const pieces: string[] = [];
    let length = 0;
    for (let index = 0; ; index += 1) {
      const next = piece(index);
      length += next.length;
      if (length > n) return pieces.join('');
      pieces.push(next);
    }
  };
}

function poetryPackage(index: number): string {
  return `[[package]]\nname = "p${index}"\nversion = "1.0"\ndescription = "Of use to many"\noptional = false
python-versions = ">=3.8"\ngroups = ["main"]\nfiles = [
${lockedFile(`p${index}-1.0-py3-none-any.whl`)}${lockedFile(`p${index}-1.0.tar.gz`)}]\n\n`;
}

function lockedFile(name: string): string {
  return `    {file = "${name}", hash = "sha256:${'0'.repeat(64)}"},\n`;
}

/** A project in which the file counts, by file name. */
export function projectOf(growing: Growing, n: number): Readonly<Record<string, string>> {
  const { file, text, beside } = growing;
  const grown = text(n);
  if (beside !== undefined) return { 'default.nix': NIX, [file]: grown, ...beside(n) };
  if (file === 'requirements.txt') return { 'default.nix': NIX, [file]: grown };
  if (file === 'uv.lock')
    return { 'pyproject.toml': UV_MANIFEST, 'default.nix': NIX, [file]: grown };
  if (file === 'Pipfile') return { 'default.nix': NIX, [file]: grown };
  if (file === 'Pipfile.lock')
    return { Pipfile: '[packages]\na = "*"\n', 'default.nix': NIX, [file]: grown };
  return { 'pyproject.toml': MANIFEST, 'poetry.lock': LOCK, 'default.nix': NIX, [file]: grown };
}
