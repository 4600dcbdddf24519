import type { Evidence, SystemName } from '../evidence.ts';
import { pkgConfigModules } from '../pkg-config-words.ts';

/** What a `CMakeLists.txt` or `.cmake` file says, and where it goes on. */
export interface CMakeReading {
  readonly evidence: readonly Evidence[];
  /** Of `add_subdirectory`, relative to the file's own folder. */
  readonly subfolders: readonly string[];
}

/** Reads CMake's language (cmake-language(7)) command by command; what a condition encloses may hold. */
export function readCMake(text: string, file: string): CMakeReading {
  const evidence: Evidence[] = [];
  const subfolders: string[] = [];
  const open: Condition[] = [];
  for (const { name, args, line } of commandsOf(text)) {
    if (condition(name, args, open)) continue;
    const place = { file, line };
    const systems = SYSTEMS.filter((one) => open.every(({ never }) => !never.includes(one)));
    if (systems.length === 0) continue;
    const outer = open.findLast(({ known }) => !known)?.text ?? null;
    const where = { place, ...(systems.length === 1 ? { systems } : {}) };
    const [first = ''] = args;
    const isRequired = args.includes('REQUIRED');
    const found = outer ?? (isRequired ? null : 'found or not');
    switch (name) {
      case 'project':
      case 'enable_language':
        for (const language of languagesOf(name, args))
          evidence.push({ kind: 'language', name: language, ...where, condition: outer });
        break;
      case 'find_package':
        if (NAME.test(first))
          evidence.push({ kind: 'cmake-package', name: first, ...where, condition: found });
        break;
      case 'pkg_check_modules':
      case 'pkg_search_module':
        for (const module of pkgConfigModules(args.slice(1).filter((one) => !OPTIONS.has(one))))
          evidence.push({ kind: 'pkg-config', name: module, ...where, condition: found });
        break;
      case 'find_program':
      case 'find_library': {
        const kind = name === 'find_program' ? 'program' : 'library';
        const named = args[1] === 'NAMES' ? args[2] : args[1];
        if (named !== undefined && NAME.test(named))
          evidence.push({ kind, name: named, ...where, condition: found });
        break;
      }
      case 'add_subdirectory':
        if (outer === null && /^[\w./-]+$/.test(first)) subfolders.push(first);
        break;
      default:
    }
  }
  return { evidence, subfolders };
}

const SYSTEMS: readonly SystemName[] = ['linux', 'darwin'];
const NAME = /^[A-Za-z][\w.+-]{0,60}$/;
const OPTIONS: ReadonlySet<string> = new Set([
  'REQUIRED',
  'QUIET',
  'IMPORTED_TARGET',
  'GLOBAL',
  'NO_CMAKE_PATH',
  'NO_CMAKE_ENVIRONMENT_PATH',
]);

interface Condition {
  readonly text: string;
  /** Whether it is known on which systems it holds: then those where it does not are in `never`. */
  readonly known: boolean;
  readonly never: readonly SystemName[];
}

function condition(name: string, args: readonly string[], open: Condition[]): boolean {
  switch (name) {
    case 'if':
      open.push(judged(args));
      return true;
    case 'elseif':
      open.pop();
      open.push({ ...judged(args), known: false });
      return true;
    case 'else': {
      const before = open.pop();
      const isKnown = before?.known === true;
      const never = isKnown ? SYSTEMS.filter((one) => !before.never.includes(one)) : [];
      open.push({ text: `else of ${before?.text ?? ''}`, known: isKnown, never });
      return true;
    }
    case 'endif':
      open.pop();
      return true;
    default:
      return false;
  }
}

function judged(args: readonly string[]): Condition {
  const text = args.join(' ').slice(0, 120);
  const isNegated = args[0] === 'NOT';
  const word = args.length === (isNegated ? 2 : 1) ? args.at(-1) : undefined;
  const holds = word === undefined ? undefined : HOLDS.get(word);
  if (holds === undefined) return { text, known: false, never: [] };
  const never = SYSTEMS.filter((one) => holds.includes(one) === isNegated);
  return { text, known: true, never };
}

const HOLDS: ReadonlyMap<string, readonly SystemName[]> = new Map([
  ['WIN32', []],
  ['MSVC', []],
  ['MINGW', []],
  ['CYGWIN', []],
  ['EMSCRIPTEN', []],
  ['ANDROID', []],
  ['IOS', []],
  ['UNIX', SYSTEMS],
  ['APPLE', ['darwin']],
  ['LINUX', ['linux']],
]);

function languagesOf(name: string, args: readonly string[]): string[] {
  const words = name === 'project' ? args.slice(args.indexOf('LANGUAGES') + 1) : args;
  const known: readonly (readonly [string, string])[] = [
    ['C', 'c'],
    ['CXX', 'cpp'],
    ['Fortran', 'fortran'],
    ['CUDA', 'cuda'],
  ];
  return known
    .filter(([word]) =>
      words.slice(name === 'project' && !args.includes('LANGUAGES') ? 1 : 0).includes(word),
    )
    .map(([, own]) => own);
}

interface Command {
  /** In small letters: CMake's commands are the same in any. */
  readonly name: string;
  readonly args: readonly string[];
  readonly line: number;
}

const TOKEN = /#\[(=*)\[|#[^\n]*|\[(=*)\[|"(?:[^"\\]|\\[\s\S])*"?|[()]|[^\s()#"]+|\n/g;

/** `name(arguments)`; brackets inside of the arguments are passed over. */
function commandsOf(text: string): Command[] {
  const commands: Command[] = [];
  let line = 1;
  let name: { readonly text: string; readonly line: number } | null = null;
  let args: string[] = [];
  let depth = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    let [token] = match;
    const level = match[1] ?? match[2];
    if (level !== undefined) {
      const close = `]${level}]`;
      const end = text.indexOf(close, TOKEN.lastIndex);
      const next = end === -1 ? text.length : end + close.length;
      token = text.slice(match.index, next);
      TOKEN.lastIndex = next;
    }
    const at = line;
    line += token.split('\n').length - 1;
    if (token === '\n' || token.startsWith('#')) continue;
    if (token === '(') {
      if (depth === 0) args = [];
      depth++;
    } else if (token === ')') {
      depth = Math.max(0, depth - 1);
      if (depth === 0 && name !== null) {
        commands.push({ name: name.text.toLowerCase(), args, line: name.line });
        name = null;
      }
    } else if (depth === 0) {
      name = { text: token, line: at };
    } else {
      args.push(token.startsWith('"') ? token.slice(1, -1) : token);
    }
  }
  return commands;
}
