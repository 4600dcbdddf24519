import type { Evidence, Place } from '../evidence.ts';
import { logicalLines, type Token } from '../setup-script/tokens.ts';

/** What a `meson.build` says, and the folders that it goes on to. */
export interface MesonReading {
  readonly evidence: readonly Evidence[];
  /** Of `subdir`, relative to the file's own folder. */
  readonly subfolders: readonly string[];
}

/** Values of `meson.options`, by name. */
export type MesonOptions = ReadonlyMap<string, string>;

/** Reads `meson.build` (Meson's reference manual, "Syntax"); what a condition encloses may hold. */
export function readMeson(text: string, file: string, options: MesonOptions): MesonReading {
  const evidence: Evidence[] = [];
  const subfolders: string[] = [];
  const open: Branch[] = [];
  const names = new Map<string, string>();
  for (const { tokens } of logicalLines(text)) {
    if (branch(tokens, open, names)) continue;
    if (open.some(({ isNever }) => isNever)) continue;
    // What a branch gives anew that may be taken leaves the plain build's value as it is.
    if (open.every(({ isCertain }) => isCertain)) remember(tokens, names, options);
    const condition = open.findLast((one) => !one.isCertain)?.text ?? null;
    for (const call of callsIn(tokens)) {
      const place = { file, line: call.line };
      if (call.name === 'subdir') subfolders.push(...stringsOf(call, names).slice(0, 1));
      else evidence.push(...evidenceOf(call, names, place, condition));
    }
  }
  return { evidence, subfolders };
}

/** Reads `meson.options` or `meson_options.txt`: the defaults of the options. */
export function readMesonOptions(text: string): MesonOptions {
  const options = new Map<string, string>();
  for (const { tokens } of logicalLines(text)) {
    for (const call of callsIn(tokens)) {
      const [name] = call.args;
      const value = call.keywords.get('value');
      if (call.name !== 'option' || name?.[0]?.kind !== 'string' || value?.[0] === undefined)
        continue;
      options.set(name[0].text, value[0].text);
    }
  }
  return options;
}

interface Branch {
  readonly text: string;
  /** On Linux and macOS; what is neither is not known. */
  readonly isNever: boolean;
  readonly isCertain: boolean;
}

function branch(
  tokens: readonly Token[],
  open: Branch[],
  names: ReadonlyMap<string, string>,
): boolean {
  const keyword = tokens[0]?.kind === 'name' ? tokens[0].text : '';
  const text = tokens
    .map((one) => one.text)
    .join(' ')
    .slice(0, 120);
  switch (keyword) {
    case 'if':
      open.push(judged(tokens.slice(1), text, names));
      return true;
    case 'elif':
    case 'else': {
      const before = open.pop();
      const isFirstNever = before?.isNever === true;
      const next =
        keyword === 'else'
          ? { text: 'else', isNever: false, isCertain: isFirstNever }
          : judged(tokens.slice(1), text, names);
      open.push(before?.isCertain === true ? { ...next, isNever: true } : next);
      return true;
    }
    case 'foreach':
      open.push({ text, isNever: false, isCertain: true });
      return true;
    case 'endif':
    case 'endforeach':
      open.pop();
      return true;
    default:
      return false;
  }
}

function judged(
  tokens: readonly Token[],
  text: string,
  names: ReadonlyMap<string, string>,
): Branch {
  const holds = alternatives(tokens, names);
  return { text, isNever: holds === false, isCertain: holds === true };
}

/** `a == 'x' or b != 'y' and not c`, as far as the names are known; null where it is not. */
function alternatives(
  tokens: readonly Token[],
  names: ReadonlyMap<string, string>,
): boolean | null {
  const answers = splitAt(tokens, 'or').map((part) => {
    const all = splitAt(part, 'and').map((one) => comparison(one, names));
    return all.includes(false) ? false : all.includes(null) ? null : true;
  });
  return answers.includes(true) ? true : answers.includes(null) ? null : false;
}

function comparison(tokens: readonly Token[], names: ReadonlyMap<string, string>): boolean | null {
  if (tokens[0]?.kind === 'name' && tokens[0].text === 'not') {
    const inner = comparison(tokens.slice(1), names);
    return inner === null ? null : !inner;
  }
  const text = tokens.map((one) => one.text).join('');
  const [, system, operator, value = ''] =
    /^(host_machine\.system\(\)|[a-z_]\w*)(==|!=)(.*)$/.exec(text) ?? [];
  if (system === undefined || tokens.at(-1)?.kind !== 'string') return null;
  const known = names.get(system);
  if (known !== undefined) return (known === value) === (operator === '==');
  const isSystem = system.endsWith('system()') || /system|os|platform/.test(system);
  return isSystem && NO_SYSTEM.has(value) ? operator === '!=' : null;
}

/** Systems that Nix builds nothing for. */
const NO_SYSTEM: ReadonlySet<string> = new Set(['windows', 'cygwin', 'emscripten', 'sunos', 'aix']);

function splitAt(tokens: readonly Token[], word: string): (readonly Token[])[] {
  const parts: (readonly Token[])[] = [];
  let from = 0;
  let depth = 0;
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind === 'operator' && '([{'.includes(text)) depth++;
    if (kind === 'operator' && ')]}'.includes(text)) depth--;
    if (kind !== 'name' || text !== word || depth > 0) continue;
    parts.push(tokens.slice(from, at));
    from = at + 1;
  }
  return [...parts, tokens.slice(from)];
}

interface Call {
  readonly name: string;
  readonly args: readonly (readonly Token[])[];
  readonly keywords: ReadonlyMap<string, readonly Token[]>;
  readonly line: number;
}

/** Every call in a line, those inside of others too. */
function callsIn(tokens: readonly Token[]): Call[] {
  const calls: Call[] = [];
  const open: { readonly at: number; readonly name: string | null; parts: number[] }[] = [];
  for (const [at, { kind, text, line }] of tokens.entries()) {
    if (kind !== 'operator') continue;
    if ('([{'.includes(text)) {
      const before = tokens[at - 1];
      const name = text === '(' && before?.kind === 'name' ? before.text : null;
      open.push({ at, name, parts: [at] });
    } else if (text === ',') {
      open.at(-1)?.parts.push(at);
    } else if (')]}'.includes(text)) {
      const call = open.pop();
      if (call === undefined || call.name === null) continue;
      const ends = [...call.parts.slice(1), at];
      const parts = call.parts.map((from, index) => tokens.slice(from + 1, ends[index]));
      calls.push({ name: call.name, line: tokens[call.at]?.line ?? line, ...sorted(parts) });
    }
  }
  return calls;
}

function sorted(parts: readonly (readonly Token[])[]): Pick<Call, 'args' | 'keywords'> {
  const args: (readonly Token[])[] = [];
  const keywords = new Map<string, readonly Token[]>();
  for (const part of parts) {
    if (part[0]?.kind === 'name' && part[1]?.text === ':')
      keywords.set(part[0].text, part.slice(2));
    else if (part.length > 0) args.push(part);
  }
  return { args, keywords };
}

/** `name = 'text'` and `name = get_option('x')`. */
function remember(
  tokens: readonly Token[],
  names: Map<string, string>,
  options: MesonOptions,
): void {
  const [name, equals, value, paren, option] = tokens;
  if (name?.kind !== 'name' || equals?.text !== '=' || value === undefined) return;
  if (value.kind === 'string' && tokens.length === 3) names.set(name.text, value.text);
  if (value.kind === 'name' && tokens.length === 3) {
    const known = names.get(value.text);
    if (known !== undefined) names.set(name.text, known);
  }
  if (value.text !== 'get_option' || paren?.text !== '(' || option?.kind !== 'string') return;
  const standard = options.get(option.text);
  if (standard !== undefined) names.set(name.text, standard);
}

function stringsOf({ args }: Call, names: ReadonlyMap<string, string>): string[] {
  return args.flatMap((tokens) => {
    const [first] = tokens;
    if (first?.kind === 'string')
      return tokens.filter(({ kind }) => kind === 'string').map(({ text }) => text);
    if (first?.text === '[')
      return tokens.filter(({ kind }) => kind === 'string').map(({ text }) => text);
    const named = tokens.length === 1 && first !== undefined ? names.get(first.text) : undefined;
    return named === undefined ? [] : [named];
  });
}

function evidenceOf(
  call: Call,
  names: ReadonlyMap<string, string>,
  place: Place,
  outer: string | null,
): Evidence[] {
  const texts = stringsOf(call, names);
  const condition = outer ?? optionality(call);
  const [first = ''] = texts;
  switch (call.name) {
    case 'project':
      return texts.slice(1).map((name) => ({ kind: 'language', name, place, condition: outer }));
    case 'add_languages':
      return texts.map((name) => ({ kind: 'language', name, place, condition }));
    case 'dependency': {
      // Of several names the first that is found is taken.
      const tried = texts.length > 1 ? (condition ?? 'the first that is found') : condition;
      return texts
        .filter((name) => name !== '')
        .map((name, index) => ({
          kind: 'meson-dependency',
          name,
          place,
          condition: index === 0 ? condition : tried,
        }));
    }
    case 'find_library':
      return first === '' ? [] : [{ kind: 'library', name: first, place, condition }];
    case 'find_program':
      return first === '' || first.includes('/') || first.endsWith('.py')
        ? []
        : [{ kind: 'program', name: first, place, condition }];
    default:
      return [];
  }
}

/** Why a call may go without what it looks for: null where it may not. */
function optionality({ keywords }: Call): string | null {
  if (keywords.has('fallback')) return 'or a subproject of its own';
  const required = keywords.get('required');
  if (required === undefined) return null;
  const text = required.map((one) => one.text).join(' ');
  return text === 'true' ? null : `required: ${text}`.slice(0, 120);
}
