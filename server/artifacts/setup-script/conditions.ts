import type { SystemName } from '../evidence.ts';
import { dottedName, type Expression, lastName } from './expression.ts';
import type { Guard, Statement } from './script.ts';
import { constantOf, functionName, type Gift, type Scope } from './scope.ts';

/** Where a statement is reached: null if on no system that Nix builds for. */
export interface Reach {
  readonly systems: readonly SystemName[];
  /** What is not known and has to hold besides, in the script's words; null where nothing. */
  readonly condition: string | null;
}

/**
 * What the blocks around a statement say, for Linux and macOS with CPython 3. A branch that a plain build takes, without
 * variables in the environment and without options, is certain; the other may be taken.
 */
export function reachOf(guards: readonly Guard[], scope: Scope): Reach | null {
  const open = new Map<SystemName, string[]>();
  for (const system of SYSTEMS) {
    const conditions: string[] = [];
    const isReached = guards.every((guard) => {
      const answer = passes(guard, { system, scope, depth: 0, nesting: 0, isPlain: false });
      if (answer !== null) return answer;
      if (passes(guard, { system, scope, depth: 0, nesting: 0, isPlain: true }) !== true)
        conditions.push(guard.text);
      return true;
    });
    if (isReached) open.set(system, conditions);
  }
  if (open.size === 0) return null;
  // Of two systems the one with fewer open questions says what has to hold.
  const [least = []] = [...open.values()].toSorted((a, b) => a.length - b.length);
  const certain = [...open].filter(([, conditions]) => conditions.length === 0);
  return certain.length > 0
    ? { systems: certain.map(([system]) => system), condition: null }
    : { systems: [...open.keys()], condition: least.join('; ') };
}

/** Whether an expression is true on a system; null where that is not known. */
export function isTrue(expression: Expression, system: SystemName, scope: Scope): boolean | null {
  return truth(expression, { system, scope, depth: 0, nesting: 0, isPlain: true });
}

const SYSTEMS: readonly SystemName[] = ['linux', 'darwin'];

function passes(guard: Guard, context: Context): boolean | null {
  if (guard.kind === 'except') return null;
  if (guard.kind === 'function')
    return SYSTEM_NAMES.test(guard.text) && !isNamedFor(guard.text, context.system)
      ? false
      : isCalled(guard, context);
  if (guard.kind !== 'if') return true;
  const before = guard.unless.map((one) => truth(one, context));
  if (before.includes(true)) return false;
  const own = guard.condition === null ? true : truth(guard.condition, context);
  if (own === false) return false;
  return before.includes(null) ? null : own;
}

/** Whether a plain build calls a function: one that nothing in the script calls is called from elsewhere. */
function isCalled(guard: Guard, context: Context): boolean | null {
  const name = functionName(guard) ?? '';
  // Its own body tells nothing, and may call another of that name: `run` in a method `run`.
  const calls = (context.scope.calls.get(name) ?? []).filter(
    (guards) => !guards.some((one) => functionName(one) === name),
  );
  if (calls.length === 0) return true;
  const key = `${context.system} ${context.isPlain} ${name}`;
  const known = context.scope.called.get(key);
  if (known !== undefined) return known;
  // Of two that call each other each is reached by what else calls them.
  context.scope.called.set(key, null);
  const answers = calls.map((guards) => {
    const parts = guards.map((one) => passes(one, context));
    return parts.includes(false) ? false : parts.includes(null) ? null : true;
  });
  const answer = answers.includes(true) ? true : answers.includes(null) ? null : false;
  context.scope.called.set(key, answer);
  return answer;
}

/** A function that is named after systems runs on these: `def finalize_win32(self)`. */
const SYSTEM_NAMES =
  /[_\s](?:win(?:32|64|dows)?|msvc|mingw\d*|cygwin|darwin|osx|macosx?|apple|linux)(?:[_(\s]|$)/i;

function isNamedFor(text: string, system: SystemName): boolean {
  return system === 'linux'
    ? /[_\s]linux(?:[_(\s]|$)/i.test(text)
    : /[_\s](?:darwin|osx|macosx?|apple)(?:[_(\s]|$)/i.test(text);
}

const DEEPEST = 300;

interface Context {
  readonly system: SystemName;
  readonly scope: Scope;
  /** How many names were followed. */
  readonly depth: number;
  readonly nesting: number;
  /** Whether nothing is set in the environment and no option is given. */
  readonly isPlain: boolean;
}

function truth(expression: Expression, outer: Context): boolean | null {
  if (outer.nesting > DEEPEST || --outer.scope.steps.left < 0) return null;
  const context = { ...outer, nesting: outer.nesting + 1 };
  switch (expression.kind) {
    case 'not': {
      const inner = truth(expression.operand, context);
      return inner === null ? null : !inner;
    }
    case 'binary':
      return ofBinary(expression, context);
    case 'name':
      return ofName(expression.name, context);
    case 'call':
      return ofCall(expression, context);
    case 'string':
      return expression.value !== '';
    case 'number':
      return expression.value !== 0;
    case 'attribute':
      return ofName(expression.name, context);
    default:
      return null;
  }
}

/** Whether a name that says so is of a system, as `IS_WINDOWS`, `is_linux`, `building_for_windows`; null for other names. */
function ofSystemName(name: string, { system }: Context): boolean | null {
  const [, word = ''] = SYSTEM_QUESTION.exec(name) ?? [];
  if (word === '') return null;
  if (/^(?:posix|unix)/i.test(word)) return true;
  return system === 'linux' ? /^linux/i.test(word) : /^(?:darwin|osx|mac)/i.test(word);
}

const SYSTEM_QUESTION =
  /^_{0,2}(?:\w{1,20}_)?(?:is|on|for)_?(windows|win32|win|msvc|mingw\w{0,5}|cygwin|linux|darwin|osx|mac|macos|macosx|posix|unix)$/i;

function ofName(name: string, context: Context): boolean | null {
  if (name === 'True') return true;
  if (name === 'False' || name === 'None') return false;
  if (name === 'PY3' || name === 'PYTHON3') return true;
  if (name === 'PY2') return false;
  if (context.depth > 5) return null;
  const value = constantOf(context.scope, name) ?? initial(name, context);
  const answer = value === null ? null : truth(value, { ...context, depth: context.depth + 1 });
  return answer ?? ofSystemName(name, context);
}

function ofBinary(
  { operator, left, right }: Extract<Expression, { kind: 'binary' }>,
  context: Context,
): boolean | null {
  if (operator === 'and' || operator === 'or') {
    const answers = [truth(left, context), truth(right, context)];
    const decides = operator === 'or';
    if (answers.includes(decides)) return decides;
    return answers.includes(null) ? null : !decides;
  }
  if (operator === 'is' || operator === 'is not') {
    const isNone = right.kind === 'name' && right.name === 'None' ? isUnset(left, context) : null;
    return isNone === null ? null : isNone === (operator === 'is');
  }
  const version = versionComparison(operator, left, right);
  if (version !== null) return version;
  const value = textOf(left, context);
  if (operator === '==' || operator === '!=' || operator === 'in' || operator === 'not in') {
    const options = optionsOf(right);
    const other = textOf(right, context);
    const isNegated = operator.startsWith('not') || operator === '!=';
    if (operator.endsWith('in')) {
      const among = dottedName(right);
      // Of an option that a build by PEP 517 does not give, and of a variable that is not set.
      const isAbsent =
        (among === 'sys.argv' &&
          left.kind === 'string' &&
          !/^(?:bdist|build|egg|dist)/.test(left.value)) ||
        among === 'os.environ' ||
        among === 'environ';
      if ((isAbsent || isEmpty(right, context)) && context.isPlain) return isNegated;
      const needle = left.kind === 'string' ? left.value : null;
      if (needle !== null && other !== null) return other.includes(needle) !== isNegated;
      if (value === null || options === null) return null;
      return options.includes(value) !== isNegated;
    }
    if (value === null || other === null) return null;
    return (value === other) !== isNegated;
  }
  return null;
}

/** `sys.version_info` and its parts against numbers, for a Python of 3.10 or later. */
function versionComparison(operator: string, left: Expression, right: Expression): boolean | null {
  const isMajor =
    (left.kind === 'subscript' && dottedName(left.of)?.endsWith('version_info') === true) ||
    dottedName(left)?.endsWith('version_info.major') === true;
  const isWhole = dottedName(left)?.endsWith('version_info') === true;
  if (!isMajor && !isWhole) return null;
  const numbers = (right.kind === 'list' ? right.items : [right]).map((one) =>
    one.kind === 'number' ? one.value : Number.NaN,
  );
  const [major = Number.NaN, minor = 0] = numbers;
  if (Number.isNaN(major)) return null;
  // Below 3.10 for certain, or above every 3: what is between is not known.
  const isOld = major < 3 || (isWhole && major === 3 && minor <= 9);
  const isNew = major > 3;
  switch (operator) {
    case '>=':
    case '>':
      return isOld || (isMajor && major === 3 && operator === '>=') ? true : isNew ? false : null;
    case '<':
    case '<=':
      return isOld || (isMajor && major === 3 && operator === '<') ? false : isNew ? true : null;
    case '==':
      return isMajor ? major === 3 : null;
    default:
      return null;
  }
}

function ofCall(
  { callee, args }: Extract<Expression, { kind: 'call' }>,
  context: Context,
): boolean | null {
  const [argument] = args;
  const called = dottedName(callee) ?? '';
  if (ENVIRONMENT.has(called)) {
    if (!context.isPlain) return null;
    const standard = args[1]?.value;
    return standard === undefined ? false : truth(standard, context);
  }
  const asked = args.length === 0 ? ofSystemName(lastName(callee) ?? '', context) : null;
  if (asked !== null) return asked;
  if (args.length <= 1 && callee.kind === 'attribute' && TRIMMING.has(callee.name))
    return truth(callee.of, context);
  if (argument !== undefined && (called === 'bool' || called === 'int')) {
    const text = textOf(argument.value, context);
    return text === '0' ? false : truth(argument.value, context);
  }
  if (callee.kind !== 'attribute') return null;
  const value = textOf(callee.of, context);
  if (value === null || argument === undefined) return null;
  const options = optionsOf(argument.value) ?? [];
  if (callee.name === 'startswith') return options.some((option) => value.startsWith(option));
  if (callee.name === 'endswith') return options.some((option) => value.endsWith(option));
  return null;
}

/** What leaves an empty text empty and, as far as people use it, none else. */
const TRIMMING: ReadonlySet<string> = new Set(['strip', 'lstrip', 'rstrip', 'lower', 'split']);

const ENVIRONMENT: ReadonlySet<string> = new Set([
  'os.environ.get',
  'environ.get',
  'os.getenv',
  'getenv',
]);

/**
 * What a name begins with in a plain build: the environment gives it nothing and no option changes it.
 * Null where something else does.
 */
function initial(name: string, context: Context): Expression | null {
  const [first, ...later] = context.scope.given.get(name) ?? [];
  if (!context.isPlain || first === undefined || context.depth > 5) return null;
  const inside = { ...context, depth: context.depth + 1 };
  const isSure = first.statement.guards.every(
    (guard) => !isBranch(guard) || passes(guard, inside) === true,
  );
  if (!isSure) return null;
  if (isEnvironment(first.value)) return first.value;
  const isOptional = later.every(
    ({ value, statement }) =>
      isEnvironment(value) ||
      statement.guards.some(({ text }) => /argv|\barg\b|environ|getenv/.test(text)),
  );
  return isOptional ? first.value : null;
}

function isEnvironment(value: Expression): boolean {
  if (value.kind !== 'call') return false;
  const { callee } = value;
  if (callee.kind === 'attribute' && TRIMMING.has(callee.name)) return isEnvironment(callee.of);
  return ENVIRONMENT.has(dottedName(callee) ?? '');
}

function isBranch({ kind }: Guard): boolean {
  return kind !== 'function' && kind !== 'class' && kind !== 'with';
}

/** Whether it is what a variable of the environment gives that is not set: an empty text or list, or nothing. */
function isEmpty(expression: Expression, context: Context): boolean {
  if (expression.kind === 'name') {
    const value = context.depth > 5 ? null : initial(expression.name, context);
    return value !== null && isEmpty(value, { ...context, depth: context.depth + 1 });
  }
  if (!isEnvironment(expression) || expression.kind !== 'call') return false;
  const standard = expression.args[1]?.value;
  return (
    (standard?.kind === 'list' && standard.items.length === 0) ||
    (standard?.kind === 'string' && standard.value === '')
  );
}

/** Whether a variable of the environment that nothing stands in for was read into a name. */
function isUnset(expression: Expression, context: Context): boolean | null {
  if (expression.kind === 'call')
    return ENVIRONMENT.has(dottedName(expression.callee) ?? '') && context.isPlain
      ? expression.args.length < 2
      : null;
  if (expression.kind === 'attribute') return isOptionLeftOut(expression.name, context);
  if (expression.kind !== 'name') return null;
  const value = constantOf(context.scope, expression.name) ?? initial(expression.name, context);
  return value?.kind === 'call'
    ? isUnset(value, context)
    : isOptionLeftOut(expression.name, context);
}

/**
 * Whether an option of a command (`self.include_dirs`) is left out: in some class it begins as None, and gets a value by itself
 * only where it has none yet. True or null.
 */
function isOptionLeftOut(name: string, { scope, isPlain }: Context): boolean | null {
  if (!isPlain) return null;
  const gifts = scope.given.get(name) ?? [];
  const classes = new Set(gifts.map(({ statement }) => classOf(statement)));
  const isAsked = (guard: Guard): boolean => guard.kind === 'if' && asksOf(guard.text, name);
  const isLeftOut = ([first, ...later]: readonly Gift[]): boolean =>
    first !== undefined &&
    isNoneValue(first.value) &&
    !first.statement.guards.some(isBranch) &&
    later.every(({ value, statement }) => isNoneValue(value) || statement.guards.some(isAsked));
  const isOf = (own: string): readonly Gift[] =>
    gifts.filter(({ statement }) => classOf(statement) === own);
  return [...classes].some((own) => isLeftOut(isOf(own))) ? true : null;
}

function classOf({ guards }: Statement): string {
  return guards.findLast(({ kind }) => kind === 'class')?.text ?? '';
}

function isNoneValue(value: Expression): boolean {
  return value.kind === 'name' && value.name === 'None';
}

/** Whether a condition's words are `… NAME is None`. */
function asksOf(text: string, name: string): boolean {
  return text.replaceAll(' ', '').includes(`${name}isNone`);
}

function optionsOf(expression: Expression): readonly string[] | null {
  if (expression.kind === 'string') return [expression.value];
  if (expression.kind !== 'list') return null;
  const texts = expression.items.map((one) => (one.kind === 'string' ? one.value : null));
  return texts.includes(null) ? null : texts.filter((one) => one !== null);
}

/** What names a system: `sys.platform` and its kin. */
function textOf(expression: Expression, outer: Context): string | null {
  if (outer.nesting > DEEPEST) return null;
  const context = { ...outer, nesting: outer.nesting + 1 };
  if (expression.kind === 'string') return expression.value;
  const linux = context.system === 'linux';
  const name = dottedName(expression);
  if (name === 'sys.platform' || name === 'platform') return linux ? 'linux' : 'darwin';
  if (name === 'os.name') return 'posix';
  if (name === '__name__') return '__main__';
  if (name !== null && context.depth <= 5 && !name.includes('.')) {
    const value = constantOf(context.scope, name);
    return value === null ? null : textOf(value, { ...context, depth: context.depth + 1 });
  }
  if (expression.kind !== 'call') return null;
  const called = dottedName(expression.callee);
  if (ENVIRONMENT.has(called ?? '') && context.isPlain) {
    const standard = expression.args[1]?.value;
    return standard === undefined ? null : textOf(standard, context);
  }
  if (called === 'platform.system' || called === 'system') return linux ? 'Linux' : 'Darwin';
  if (called?.endsWith('get_platform') === true)
    return linux ? 'linux-x86_64' : 'macosx-11.0-arm64';
  if (expression.callee.kind === 'attribute' && expression.callee.name === 'lower')
    return textOf(expression.callee.of, context)?.toLowerCase() ?? null;
  return null;
}
