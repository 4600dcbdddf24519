import type { ArchiveEntry } from '../archive/model.ts';
import type { Evidence } from '../evidence.ts';

/** What the list of files alone tells: what has to be made before it is compiled, and what is brought along. */
export function evidenceOfSources(entries: readonly ArchiveEntry[]): Evidence[] {
  const paths = new Set(entries.map(({ path }) => path));
  return [...inputs(paths), ...bundled(paths)];
}

/** Sources of Java without an archive of what they are compiled to: where a script asks for javac, the build compiles them. */
export function evidenceOfJava(entries: readonly ArchiveEntry[]): Evidence[] {
  const own = entries.filter(({ path }) => !EXAMPLES.test(path));
  const source = own.find(({ path }) => path.endsWith('.java'));
  if (source === undefined || own.some(({ path }) => path.endsWith('.jar'))) return [];
  const place = { file: source.path, line: 1 };
  return [{ kind: 'language', name: 'java', place, condition: null }];
}

/** Cython's and SWIG's inputs without what they are turned into: then the build turns them. */
function inputs(paths: ReadonlySet<string>): Evidence[] {
  const found = new Map<string, Evidence>();
  for (const path of paths) {
    const [, stem, ending] = /^(.*)\.(pyx|i)$/.exec(path) ?? [];
    if (stem === undefined || EXAMPLES.test(path)) continue;
    const [language, outputs] =
      ending === 'pyx'
        ? ['cython', [`${stem}.c`, `${stem}.cpp`, `${stem}.cc`]]
        : ['swig', [`${stem}_wrap.c`, `${stem}_wrap.cpp`, `${stem}_wrap.cc`, `${stem}_wrap.cxx`]];
    if (outputs.some((output) => paths.has(output)) || found.has(language)) continue;
    found.set(language, {
      kind: 'language',
      name: language,
      place: { file: path, line: 1 },
      condition: ending === 'pyx' ? null : 'if the build takes this file',
    });
  }
  return [...found.values()];
}

/** Folders with C sources of their own below one that people keep other projects in, and such that carry a licence. */
function bundled(paths: ReadonlySet<string>): Evidence[] {
  const found = new Map<string, string>();
  for (const path of paths) {
    if (!/\.(?:c|cc|cpp|cxx|h|hpp)$/i.test(path) || EXAMPLES.test(path)) continue;
    const folders = path.split('/').slice(0, -1);
    const keeper = folders.findIndex((folder) => KEEPERS.test(folder));
    const name = keeper === -1 ? undefined : folders[keeper + 1];
    if (name !== undefined) note(found, name, folders.slice(0, keeper + 2).join('/'));
    for (let depth = 1; depth <= folders.length; depth++) {
      const folder = folders.slice(0, depth).join('/');
      if (OWN_PROJECT.some((one) => paths.has(`${folder}/${one}`)))
        note(found, folders[depth - 1] ?? '', folder);
    }
    // A folder of C named after a library, `lz4libs`, `c-ares`, says so by its name.
    for (const [index, folder] of folders.entries())
      if (/^lib\w{2,}|libs?$/.test(folder)) {
        const own = folders.slice(0, index + 1).join('/');
        // One that Python imports is the package itself: `talib`.
        if (!paths.has(`${own}/__init__.py`)) note(found, folder, own);
      }
  }
  return [...found].slice(0, MOST_BUNDLED).map(([name, file]) => ({
    kind: 'bundled',
    name,
    place: { file, line: 1 },
    condition: null,
  }));
}

const EXAMPLES = /(?:^|\/)(?:tests?|docs?|examples?|benchmarks?)\//i;
const KEEPERS =
  /^(?:third[_-]?party|vendor(?:ed)?|_vendor|deps|extern(?:al)?s?|subprojects|bundled|submodules|contrib|ext_libs|lib|dep)$/i;
/** What stands at the top of a project of its own: its licence, its build. */
const OWN_PROJECT = [
  'CMakeLists.txt',
  'configure.ac',
  'Makefile.am',

  'LICENSE',
  'LICENSE.txt',
  'LICENSE.md',
  'COPYING',
  'COPYING.txt',
  'COPYING.LESSER',
];
const MOST_BUNDLED = 200;

function note(found: Map<string, string>, name: string, folder: string): void {
  if (!found.has(name)) found.set(name, folder);
}
