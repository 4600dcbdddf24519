import { distinctEvidence, type Evidence } from '../evidence.ts';
import { pkgConfigModules } from '../pkg-config-words.ts';
import { type Reach, reachOf } from './conditions.ts';
import { type Argument, type Expression, lastName } from './expression.ts';
import { type Scope, scopeOf } from './scope.ts';
import { readScript, type Statement } from './script.ts';
import { type FoundText, textsOf } from './values.ts';

/** What a setup script's text says, and which further files it hands the build on to. */
export interface ScriptReading {
  readonly evidence: readonly Evidence[];
  /** Modules that it imports, dotted. */
  readonly imports: readonly string[];
  /** Scripts that `cffi_modules` names, and `Cargo.toml` files that `rust_extensions` does; relative to the script. */
  readonly cffiScripts: readonly string[];
  readonly cargoManifests: readonly string[];
  /** Paths of Python files that it names, which it may run; relative to the sdist or to the script. */
  readonly scripts: readonly string[];
}

/** Reads `setup.py`, a build script of cffi or of another back end, by its text alone. `file` is its path in the archive. */
export function readSetupScript(text: string, file: string): ScriptReading {
  const statements = readScript(text);
  const reader = new Reader(file, scopeOf(statements));
  for (const statement of statements) reader.statement(statement);
  const imports = statements.flatMap((one) => one.imports ?? []);
  return { ...reader.result(), imports: [...new Set(imports)] };
}

class Reader {
  readonly #file: string;
  readonly #scope: Scope;
  readonly #evidence: Evidence[] = [];
  readonly #cffiScripts: string[] = [];
  readonly #cargoManifests: string[] = [];
  readonly #scripts: string[] = [];
  #steps = 0;
  #isTried = false;
  /** Whether a block is taken where what the statement looks for is there. */
  #isAsked = false;

  constructor(file: string, scope: Scope) {
    this.#file = file;
    this.#scope = scope;
  }

  result(): Omit<ScriptReading, 'imports'> {
    return {
      evidence: distinctEvidence(this.#evidence),
      cffiScripts: this.#cffiScripts,
      cargoManifests: this.#cargoManifests,
      scripts: this.#scripts.slice(0, 50),
    };
  }

  statement(statement: Statement): void {
    const reach = reachOf(statement.guards, this.#scope);
    if (reach === null) return;
    const { target, value, imports, line } = statement;
    this.#isTried = statement.guards.some(({ kind }) => kind === 'try');
    if (imports !== null) {
      const condition = reach.condition ?? (this.#isTried ? 'tried' : null);
      this.#imported(imports, line, { ...reach, condition });
    }
    this.#isAsked = statement.asks === true && value.kind === 'call';
    const name = target === null ? null : lastKey(target);
    if (name !== null && target?.kind !== 'name') this.#keyword(name, value, reach);
    this.#walk(value, reach);
  }

  /** Calls and dictionaries anywhere in an expression. */
  #walk(expression: Expression, reach: Reach, depth = 0): void {
    if (++this.#steps > MOST_STEPS || depth > DEEPEST) return;
    const into = (one: Expression): void => this.#walk(one, reach, depth + 1);
    switch (expression.kind) {
      case 'call':
        if (MESSAGES.test(lastName(expression.callee) ?? '')) return;
        this.#call(expression, reach);
        into(expression.callee);
        for (const { value } of expression.args) into(value);
        return;
      case 'dict':
        for (const [key, value] of expression.entries) {
          if (key.kind === 'string') this.#keyword(key.value, value, reach);
          into(value);
        }
        return;
      case 'list':
        for (const item of expression.items) into(item);
        return;
      case 'binary':
        into(expression.left);
        into(expression.right);
        return;
      case 'choice':
        for (const one of [expression.condition, expression.then, expression.otherwise]) into(one);
        return;
      case 'attribute':
      case 'subscript':
        into(expression.of);
        return;
      case 'not':
        into(expression.operand);
        return;
      case 'unknown':
        for (const part of expression.parts) into(part);
        return;
      case 'string': {
        if (/^[\w./-]{1,100}\.py$/.test(expression.value)) this.#scripts.push(expression.value);
        // `krb5-config --libs gssapi`, wherever it is handed to what runs it.
        const program = /^[\w.+-]+(?=\s|$)/.exec(expression.value)?.[0] ?? '';
        if (CONFIG_PROGRAM.test(program) && !this.#isAsked)
          this.#command([{ text: expression.value, line: expression.line, ...reach }], reach);
        return;
      }
      default:
    }
  }

  #call({ callee, args, line }: Extract<Expression, { kind: 'call' }>, outer: Reach): void {
    const name = lastName(callee) ?? '';
    // setuptools goes on without an extension that is `optional`.
    const isOptional = args.some(
      (one) =>
        one.name === 'optional' && !(one.value.kind === 'name' && one.value.name === 'False'),
    );
    const reach = isOptional ? { ...outer, condition: outer.condition ?? 'optional' } : outer;
    for (const { name: key, value } of args) if (key !== null) this.#keyword(key, value, reach);
    if (name === 'join' || name === 'joinpath') this.#path(args);
    if (/extension$/i.test(name)) this.#extension(name, args, line, reach);
    if (name === 'cythonize') this.#add({ kind: 'language', name: 'cython' }, { line, ...reach });
    if (GROWING.has(name) && callee.kind === 'attribute') {
      const key = lastKey(callee.of);
      const [argument] = args;
      if (key !== null && callee.of.kind !== 'name' && argument !== undefined)
        this.#keyword(key, argument.value, reach);
    }
    const words = this.#words(args);
    if (RUNNING.test(name)) this.#command(words, reach);
    else if (LOOKING.test(name)) this.#programs(words, reach);
    else if (PKG_CONFIG.test(name) || isOfPkgConfig(callee))
      this.#pkgConfig(words, reach, QUESTION.test(name));
    else if (words[0] !== undefined && CONFIG_PROGRAM.test(words[0].text)) {
      this.#command(words, reach);
    }
  }

  /** `os.path.join(here, 'ffi', 'build.py')`: a script that the build may run. */
  #path(args: readonly Argument[]): void {
    const parts = args.map(({ value }) => (value.kind === 'string' ? value.value : null));
    const path = parts.slice(parts.lastIndexOf(null) + 1).join('/');
    if (/^[\w./-]{1,100}\.py$/.test(path) && path.includes('/')) this.#scripts.push(path);
  }

  #keyword(key: string, value: Expression, reach: Reach): void {
    switch (key) {
      case 'libraries':
        for (const found of this.#texts(value, reach))
          if (LIBRARY.test(found.text)) this.#add({ kind: 'library', name: found.text }, found);
        return;
      case 'extra_link_args':
      case 'extra_objects':
        for (const found of this.#texts(value, reach)) {
          const name = /^-l([\w.+-]+)$/.exec(found.text)?.[1];
          if (name !== undefined) this.#add({ kind: 'library', name }, found);
        }
        return;
      case 'setup_requires':
        for (const found of this.#texts(value, reach))
          if (found.text.trim() !== '')
            this.#add({ kind: 'requirement', text: found.text.trim() }, found);
        return;
      case 'cffi_modules':
        for (const { text } of this.#texts(value, reach))
          this.#cffiScripts.push(text.slice(0, text.lastIndexOf(':')));
        return;
      case 'rust_extensions':
        this.#add({ kind: 'language', name: 'rust' }, { line: value.line, ...reach });
        return;
      case 'use_scm_version':
        this.#versionFromGit('setuptools-scm', value, reach);
        return;
      case 'pbr':
        this.#versionFromGit('pbr', value, reach);
        return;
      default:
    }
  }

  #versionFromGit(name: string, value: Expression, reach: Reach): void {
    if (value.kind === 'name' && value.name === 'False') return;
    // Whether the release makes it moot is known with PKG-INFO, not here.
    this.#add({ kind: 'version-from-git', name, moot: false }, { line: value.line, ...reach });
  }

  #extension(name: string, args: readonly Argument[], line: number, reach: Reach): void {
    if (name === 'RustExtension') {
      this.#add({ kind: 'language', name: 'rust' }, { line, ...reach });
      const path =
        args.find((one) => one.name === 'path') ?? args.filter((one) => one.name === null)[1];
      const [found] = path === undefined ? [] : this.#texts(path.value, reach);
      this.#cargoManifests.push(found?.text ?? 'Cargo.toml');
      return;
    }
    if (!/^(?:Extension|\w*[a-z]Extension)$/.test(name)) return;
    this.#add(
      { kind: 'language', name: name === 'CMakeExtension' ? 'cpp' : 'c' },
      { line, ...reach },
    );
    for (const { name: key, value } of args) {
      if (key !== null && key !== 'sources') continue;
      for (const found of this.#texts(value, reach)) {
        const language = SOURCES.get(found.text.slice(found.text.lastIndexOf('.') + 1));
        if (language !== undefined && found.text.includes('.'))
          this.#add({ kind: 'language', name: language }, found);
      }
    }
    if (name === 'CMakeExtension')
      this.#add({ kind: 'program', name: 'cmake' }, { line, ...reach });
  }

  /** A program and its arguments. */
  #command(words: readonly FoundText[], reach: Reach): void {
    const [first] = words;
    if (first === undefined) return;
    const [program = '', ...rest] = first.text.trim().split(/\s+/);
    const name = program.slice(program.lastIndexOf('/') + 1);
    if (!PROGRAM.test(name)) return;
    const isPkgConfig = name === 'pkg-config' || name === 'pkgconf';
    // Where pkg-config is tried, the library is looked for in another way without it.
    const isProbe = isPkgConfig && this.#isTried;
    // A library's own program is asked wherever the library is wanted, but for where it is asked if it is there.
    const isOwn = CONFIG_PROGRAM.test(name) && reach.condition?.includes(`"${name}"`) !== true;
    const outer = isOwn ? null : reach.condition;
    const condition = first.condition ?? outer ?? (isProbe ? 'tried' : null);
    this.#add({ kind: 'program', name }, { ...first, condition });
    if (!isPkgConfig) return;
    const modules = [...rest, ...words.slice(1).flatMap(({ text }) => text.trim().split(/\s+/))];
    for (const module of pkgConfigModules(modules))
      this.#add({ kind: 'pkg-config', name: module }, { ...first, ...reach });
  }

  #programs(words: readonly FoundText[], reach: Reach): void {
    for (const found of words.slice(0, 1)) {
      if (!PROGRAM.test(found.text)) continue;
      const isTool = this.#isAsked || !CONFIG_PROGRAM.test(found.text);
      const condition = isTool ? (reach.condition ?? 'looked for') : found.condition;
      this.#add({ kind: 'program', name: found.text }, { ...found, condition });
    }
  }

  #pkgConfig(words: readonly FoundText[], reach: Reach, isQuestion: boolean): void {
    const texts = words.flatMap(({ text }) => text.trim().split(/\s+/));
    const [first] = words;
    if (first === undefined) return;
    const condition = reach.condition ?? (isQuestion ? 'looked for' : null);
    for (const module of pkgConfigModules(texts))
      this.#add({ kind: 'pkg-config', name: module }, { ...first, ...reach, condition });
  }

  #imported(module: string, line: number, reach: Reach): void {
    const [top = ''] = module.split('.');
    const at = { line, ...reach };
    if (top === 'versioneer')
      this.#add({ kind: 'version-from-git', name: 'versioneer', moot: false }, at);
    // What a script imports at its start it cannot do without, whatever build-system.requires says.
    const requirement = IMPORTED.get(top);
    if (requirement !== undefined)
      this.#add({ kind: 'requirement', text: requirement, imported: true }, at);
  }

  /** The texts among the arguments by position, in order; none where the first of them is not known. */
  #words(args: readonly Argument[]): FoundText[] {
    const texts = args
      .filter(({ name }) => name === null)
      .slice(0, 8)
      .map(({ value }) => {
        const isNamed = value.kind === 'name' || value.kind === 'attribute';
        return textsOf(value, this.#scope).slice(0, isNamed ? 1 : 50);
      });
    return texts[0]?.length === 0 ? [] : texts.flat();
  }

  /** With what the statement itself hangs on. */
  #texts(value: Expression, reach: Reach): FoundText[] {
    return textsOf(value, this.#scope).flatMap((found) => {
      const systems = found.systems.filter((one) => reach.systems.includes(one));
      return systems.length === 0
        ? []
        : [{ ...found, systems, condition: found.condition ?? reach.condition }];
    });
  }

  #add(what: Finding, { line, condition, systems }: Reach & { readonly line: number }): void {
    if (this.#evidence.length >= MOST_EVIDENCE) return;
    this.#evidence.push({
      ...what,
      place: { file: this.#file, line },
      condition,
      ...(systems.length === 1 ? { systems } : {}),
    });
  }
}

type Finding = Evidence extends infer One
  ? One extends Evidence
    ? Omit<One, 'place' | 'condition' | 'systems'>
    : never
  : never;

const MOST_STEPS = 200_000;
const MOST_EVIDENCE = 2000;
/** A tree of calls or sums that is deeper is no script that a person wrote. */
const DEEPEST = 300;
const GROWING: ReadonlySet<string> = new Set(['append', 'extend', 'insert']);
/** What runs a program: of subprocess, os, distutils, and helpers that people name after them. */
const RUNNING =
  /^(?:check_output|check_call|call|run|Popen|popen\w*|getoutput|getstatusoutput|system|spawn|_?run_?\w*|_?call_\w+)$/;
/** What is told to people is nothing that is run. */
const MESSAGES =
  /^(?:print\w*|echo|log|warn|warning|error|info|debug|critical|exit|write|format|add_argument|\w*(?:Error|Exception|Warning)|SystemExit|fail|die|abort)$/;
const LOOKING = /^_?(?:which|find_(?:executable|program|exe))$/;
const QUESTION = /exists|installed|^has|^have|^is|check|available/i;
const PKG_CONFIG = /pkg_?config/i;
const CONFIG_PROGRAM =
  /^(?!with-)(?:[\w.+-]+-config|(?:pg|mysql|mariadb)_config|pkgconf|apxs2?|mpicc)$/;
/** Endings of sources that take more than a C compiler. */
const SOURCES: ReadonlyMap<string, string> = new Map([
  ['i', 'swig'],
  ['pyx', 'cython'],
  ['f', 'fortran'],
  ['f90', 'fortran'],
  ['cpp', 'cpp'],
  ['cc', 'cpp'],
  ['cxx', 'cpp'],
]);
const PROGRAM = /^[A-Za-z][\w.+-]{0,60}$/;
const LIBRARY = /^[\w][\w.+-]{0,60}$/;

/** Modules whose import is a requirement of the build, by the name that PyPI has for them. */
const IMPORTED: ReadonlyMap<string, string> = new Map([
  ['Cython', 'cython'],
  ['numpy', 'numpy'],
  ['pybind11', 'pybind11'],
  ['cffi', 'cffi'],
  ['pkgconfig', 'pkgconfig'],
  ['setuptools_rust', 'setuptools-rust'],
  ['skbuild', 'scikit-build'],
  ['torch', 'torch'],
  ['mypyc', 'mypy'],
  ['setuptools_scm', 'setuptools-scm'],
  ['sipbuild', 'sip'],
  ['numpy.distutils', 'numpy'],
  ['extension_helpers', 'extension-helpers'],
  ['pbr', 'pbr'],
]);

function lastKey(target: Expression): string | null {
  if (target.kind === 'subscript' && target.index.kind === 'string') return target.index.value;
  return lastName(target);
}

/** `pkgconfig.parse(…)`, of the package of that name. */
function isOfPkgConfig(callee: Expression): boolean {
  return callee.kind === 'attribute' && callee.of.kind === 'name' && callee.of.name === 'pkgconfig';
}
