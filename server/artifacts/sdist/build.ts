import { normalizeName } from '../../python/names.ts';
import type { Archive } from '../archive/model.ts';
import { distinctEvidence, type Evidence } from '../evidence.ts';
import { readSetupScript, type ScriptReading } from '../setup-script/read.ts';
import { readAutoconf } from './autoconf.ts';
import { linksNothingElse, readCargo } from './cargo.ts';
import { readCMake } from './cmake.ts';
import { readMeson, readMesonOptions } from './meson.ts';
import type { SdistReading } from './model.ts';
import { type PyprojectReading, readPyproject } from './pyproject.ts';
import { readSetupCfg } from './setup-cfg.ts';
import { evidenceOfJava, evidenceOfSources } from './sources.ts';

/**
 * Follows a build from its back end to the files that it reads: a `CMakeLists.txt` that no build system
 * of the sdist goes to says nothing of what it needs.
 */
export class Build {
  readonly #archive: Archive;
  readonly #texts = new Map<string, string | null>();
  readonly #evidence: Evidence[] = [];
  readonly #seen = new Set<string>();

  constructor(archive: Archive) {
    this.#archive = archive;
  }

  read(): SdistReading {
    const pyproject = this.#text('pyproject.toml');
    const reading = pyproject === null ? null : readPyproject(pyproject, 'pyproject.toml');
    const backend = reading?.backend ?? null;
    const info = metadataOf(this.#text('PKG-INFO'));
    this.#add(reading?.evidence ?? []);
    this.#follow(reading, backend?.module ?? LEGACY);
    this.#add(evidenceOfSources(this.#archive.entries));
    if (this.#asksForJava()) this.#add(evidenceOfJava(this.#archive.entries));
    return {
      backend: backend?.module ?? null,
      backendPath: backend?.path ?? [],
      declared: backend !== null,
      hasSetupScript: this.#has('setup.py'),
      declaresAll: reading !== null && this.#declaresAll(reading),
      ...info,
      evidence: distinctEvidence(
        this.#evidence
          .filter((one) => !isItself(one, info.name))
          .map((one) =>
            settled(this.#isDownloaded(one) ? { ...one, condition: null } : one, info.version),
          ),
      ),
      problems: this.#archive.problems,
    };
  }

  #follow(reading: PyprojectReading | null, backend: string): void {
    const [module = ''] = backend.split(':');
    const [top = ''] = module.split('.');
    const isOwn = (reading?.backend?.path.length ?? 0) > 0;
    if (top === 'setuptools' || top === 'skbuild' || isOwn || SETUP_BACKENDS.has(top))
      this.#setuptools();
    const modulePath = reading?.backend?.path ?? [];
    if (isOwn) this.#module(module, modulePath);
    for (const command of reading?.commandModules ?? [])
      this.#module(command, [...modulePath, '.']);
    for (const script of reading?.scripts ?? []) this.#script(script);
    if (top === 'mesonpy' || (isOwn && this.#mentions(/mesonpy/))) this.#meson('');
    if (CMAKE_BACKENDS.has(top) || (isOwn && this.#mentions(/scikit_build_core/))) {
      this.#cmake(folder(reading?.cmakeFolder ?? '.'));
    } else if (this.#evidence.some((one) => one.kind === 'program' && one.name === 'cmake')) {
      this.#cmake('');
    }
    for (const path of reading?.cargoManifests ?? []) this.#cargo(path);
    if (top === 'maturin' && (reading?.cargoManifests.length ?? 0) === 0)
      this.#cargo(this.#nearestCargo());
    if (top === 'sipbuild' || top === 'pyqtbuild')
      this.#add([
        {
          kind: 'program',
          name: 'qmake',
          place: { file: 'pyproject.toml', line: 1 },
          condition: null,
        },
      ]);
    if (this.#mentions(/\bconfigure\b/)) {
      const autoconf = this.#text('configure.ac') ?? this.#text('configure.in');
      if (autoconf !== null) this.#add(readAutoconf(autoconf, 'configure.ac'));
    }
  }

  #declaresAll({ backend, hasHooks }: PyprojectReading): boolean {
    if (backend === null || backend.path.length > 0 || hasHooks) return false;
    const [module = ''] = backend.module.split(':');
    if (PURE_BACKENDS.has(module)) return !this.#has('build.py');
    // Of an sdist, maturin locks what it builds.
    const locks = [...this.#archive.files.keys()].filter((path) => path.endsWith('Cargo.lock'));
    return (
      module === 'maturin' &&
      locks.length > 0 &&
      locks.every((path) => linksNothingElse(this.#text(path) ?? ''))
    );
  }

  #setuptools(): void {
    const config = this.#text('setup.cfg');
    if (config !== null) this.#add(readSetupCfg(config, 'setup.cfg'));
    this.#script('setup.py');
  }

  #module(module: string, path: readonly string[]): void {
    const file = module.replaceAll('.', '/');
    for (const one of path) {
      const base = folder(one);
      this.#script(`${base}${file}.py`);
      this.#script(`${base}${file}/__init__.py`);
    }
  }

  /**
   * A script with what it imports of the sdist, and what it hands the build on to. From a script at the top its
   * imports are followed once: further on lies the package itself, which says nothing of its build.
   */
  #script(file: string, isImported = false): void {
    const text = this.#text(file);
    if (text === null || this.#seen.has(file) || this.#seen.size > MOST_FILES) return;
    this.#seen.add(file);
    const reading = readSetupScript(text, file);
    this.#add(reading.evidence);
    const base = file.slice(0, file.lastIndexOf('/') + 1);
    this.#handOn(reading, base, isImported && base !== '');
  }

  #handOn(
    { imports, cffiScripts, cargoManifests, scripts }: ScriptReading,
    base: string,
    isLast: boolean,
  ): void {
    for (const module of isLast ? [] : imports) {
      if (module === 'versioneer') continue;
      const path = module.replaceAll('.', '/');
      for (const one of new Set([base, ''])) {
        this.#script(`${one}${path}.py`, true);
        this.#script(`${one}${path}/__init__.py`, true);
      }
    }
    // A path is as good as its words: only one that looks like a build's is followed.
    for (const script of isLast ? [] : scripts)
      if (/build|setup|ffi|configure/.test(script))
        this.#script(joined('', script).slice(0, -1), true);
    for (const script of cffiScripts) this.#script(script);
    for (const manifest of cargoManifests) this.#cargo(manifest);
  }

  #meson(base: string): void {
    const optionsText = this.#text('meson.options') ?? this.#text('meson_options.txt') ?? '';
    const options = readMesonOptions(optionsText);
    const open = [base];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const file = `${at}meson.build`;
      const text = this.#text(file);
      if (text === null || this.#seen.has(file) || this.#seen.size > MOST_FILES) continue;
      this.#seen.add(file);
      const { evidence, subfolders } = readMeson(text, file, options);
      this.#add(evidence);
      open.push(...subfolders.map((one) => joined(at, one)));
    }
  }

  #cmake(base: string): void {
    const open = [base];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const file = `${at}CMakeLists.txt`;
      const text = this.#text(file);
      if (text === null || this.#seen.has(file) || this.#seen.size > MOST_FILES) continue;
      this.#seen.add(file);
      const { evidence, subfolders } = readCMake(text, file);
      this.#add(evidence);
      open.push(...subfolders.map((one) => joined(at, one)));
    }
  }

  #cargo(path: string): void {
    const file = joined('', path).slice(0, -1);
    const text = this.#text(file);
    if (text === null || this.#seen.has(file)) return;
    this.#seen.add(file);
    const folders = file.split('/').slice(0, -1);
    for (let depth = folders.length; depth >= 0; depth--) {
      const lockFile = [...folders.slice(0, depth), 'Cargo.lock'].join('/');
      const lock = this.#text(lockFile);
      if (lock === null) continue;
      this.#add(readCargo({ text, file }, { text: lock, file: lockFile }));
      return;
    }
    this.#add(readCargo({ text, file }, null));
  }

  /** maturin takes the one beside `pyproject.toml`, or `rust/Cargo.toml` and its kind. */
  #nearestCargo(): string {
    if (this.#has('Cargo.toml')) return 'Cargo.toml';
    const nested = [...this.#archive.files.keys()].filter((path) => path.endsWith('/Cargo.toml'));
    return nested.toSorted((a, b) => a.length - b.length)[0] ?? 'Cargo.toml';
  }

  /**
   * Whether the build downloads a library where it does not find it, by Meson's wrap of it or by a function of that name
   * (`fetch_libcapnp`): in a build without a network it has to be there.
   */
  #isDownloaded(evidence: Evidence): boolean {
    if (evidence.kind === 'meson-dependency')
      return evidence.condition === 'required: false' && this.#isWrapped(evidence.name);
    if (evidence.kind !== 'pkg-config' || evidence.condition !== 'looked for') return false;
    const name = evidence.name.replace(/^lib/, '').toLowerCase();
    return this.#captures(/\b(?:fetch|download)_?(?:lib)?([\w+-]{2,64})\(/gi).has(name);
  }

  /** Whether `subprojects/NAME.wrap` says where to get what is not in the sdist, and a `meson.build` takes it as a subproject. */
  #isWrapped(name: string): boolean {
    const { entries } = this.#archive;
    const isThere = entries.some(
      ({ path }) => path.startsWith(`subprojects/${name}`) && !path.endsWith('.wrap'),
    );
    const hasWrap = entries.some(({ path }) => path === `subprojects/${name}.wrap`);
    return hasWrap && !isThere && this.#captures(/\bsubproject\(\s*'([\w+-]{2,64})'/g).has(name);
  }

  /** What a pattern captures in the files that were read. */
  #captures(pattern: RegExp): ReadonlySet<string> {
    const texts = [...this.#seen].map((file) => this.#text(file) ?? '');
    return new Set(
      texts.flatMap((text) =>
        [...text.matchAll(pattern)].map(([, name = '']) => name.toLowerCase()),
      ),
    );
  }

  /** Whether a script that was read names the compiler of Java in its code, and not in a comment. */
  #asksForJava(): boolean {
    return [...this.#seen].some((file) =>
      (this.#text(file) ?? '')
        .split('\n')
        .some((line) => /\b(?:javac|JAVA_HOME)\b/.test(line.split('#', 1)[0] ?? '')),
    );
  }

  /** Whether a script that was read has the word. */
  #mentions(pattern: RegExp): boolean {
    return [...this.#seen].some((file) => pattern.test(this.#text(file) ?? ''));
  }

  #has(file: string): boolean {
    return this.#archive.files.has(file);
  }

  #text(file: string): string | null {
    const known = this.#texts.get(file);
    if (known !== undefined) return known;
    const bytes = this.#archive.files.get(file);
    const text = bytes === undefined ? null : DECODER.decode(bytes);
    this.#texts.set(file, text);
    return text;
  }

  #add(evidence: readonly Evidence[]): void {
    for (const one of evidence) if (this.#evidence.length < MOST_EVIDENCE) this.#evidence.push(one);
  }
}

const LEGACY = 'setuptools.build_meta:__legacy__';
const SETUP_BACKENDS: ReadonlySet<string> = new Set([
  'mesonpep517',
  'pbr',
  'jupyter_packaging',
  'py_build_cmake',
  'setuptools_rust',
]);
const CMAKE_BACKENDS: ReadonlySet<string> = new Set([
  'scikit_build_core',
  'skbuild',
  'py_build_cmake',
]);
/** Back ends that compile nothing by themselves. */
const PURE_BACKENDS: ReadonlySet<string> = new Set([
  'flit.buildapi',
  'flit_core.buildapi',
  'hatchling.build',
  'pdm.backend',
  'poetry.core.masonry.api',
  'poetry.masonry.api',
  'uv_build',
]);
const MOST_FILES = 2000;
const MOST_EVIDENCE = 5000;
const DECODER = new TextDecoder();

/** `.` and `a/b` as the start of a path: empty, or with a slash at its end. */
function folder(path: string): string {
  return joined('', path);
}

function joined(base: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${base}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.length === 0 ? '' : `${parts.join('/')}/`;
}

/** Name and version of a `PKG-INFO` (core metadata). */
function metadataOf(text: string | null): Pick<SdistReading, 'name' | 'version'> {
  const head = text?.split(/\r?\n\r?\n/, 1)[0] ?? '';
  return {
    name: /^Name: *(\S.*)$/m.exec(head)?.[1] ?? null,
    version: /^Version: *(\S.*)$/m.exec(head)?.[1] ?? null,
  };
}

/** A package that builds itself imports itself: Cython. */
function isItself(evidence: Evidence, name: string | null): boolean {
  if (evidence.kind !== 'requirement' || evidence.imported !== true || name === null) return false;
  return normalizeName(evidence.text) === normalizeName(name);
}

/** A release says its version in PKG-INFO, where all of these look before they ask git; versioneer writes a file. */
function settled(evidence: Evidence, version: string | null): Evidence {
  return evidence.kind === 'version-from-git' ? { ...evidence, moot: version !== null } : evidence;
}
