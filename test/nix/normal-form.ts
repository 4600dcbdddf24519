import { posix } from 'node:path';
import type { JoinedSet } from '../../server/nix/check/attributes.ts';
import { isJoined, joinBindings, joinSet, nameText } from '../../server/nix/check/attributes.ts';
import { cookedParts, stringValue } from '../../server/nix/parser/strings.ts';
import type {
  AttrName,
  AttrPath,
  BinaryOperator,
  Expr,
  Inherit,
  Lambda,
  NixTree,
  PathExpr,
  StringExpr,
} from '../../server/nix/syntax.ts';

/**
 * The text that `nix-instantiate --parse` (2.34) prints for a file: parentheses, names sorted, operators as functions.
 * A second opinion on the whole tree: what is read differently is printed differently.
 */
export function normalForm(tree: NixTree, file: string, home: string): string {
  if (tree.root === null) return '';
  return new Printer(tree.text, posix.dirname(file), home).print(tree.root);
}

/** Normal forms to compare: Nix prints a string in the pieces that its lexer happens to cut it into. */
export function canonicalForm(form: string): string {
  let current = form.replaceAll('\\${', '${');
  for (;;) {
    const joined = current.replaceAll('" + "', '').replace(/\(("(?:[^"\\]|\\.)*")\)/g, '$1');
    if (joined === current) return joined;
    current = joined;
  }
}

const KEYWORDS = new Set(['if', 'then', 'else', 'assert', 'with', 'let', 'in', 'rec', 'inherit']);

/** Operators that are calls of builtins; those that swap their arguments, and those that negate the answer. */
const CALLS = new Map<BinaryOperator, (left: string, right: string) => string>([
  ['-', (left, right) => `(__sub ${left} ${right})`],
  ['*', (left, right) => `(__mul ${left} ${right})`],
  ['/', (left, right) => `(__div ${left} ${right})`],
  ['<', (left, right) => `(__lessThan ${left} ${right})`],
  ['>', (left, right) => `(__lessThan ${right} ${left})`],
  ['<=', (left, right) => `(! (__lessThan ${right} ${left}))`],
  ['>=', (left, right) => `(! (__lessThan ${left} ${right}))`],
]);

class Printer {
  readonly #text: string;
  readonly #folder: string;
  readonly #home: string;

  constructor(text: string, folder: string, home: string) {
    this.#text = text;
    this.#folder = folder;
    this.#home = home;
  }

  print(expr: Expr): string {
    switch (expr.kind) {
      case 'identifier':
        return name(expr.name);
      case 'integer':
        return String(BigInt(this.#slice(expr)));
      case 'float':
        return float(Number(this.#slice(expr)));
      case 'uri':
        return quoted(this.#slice(expr));
      case 'search-path':
        return `(__findFile __nixPath ${quoted(expr.path)})`;
      case 'string':
        return this.#string(expr);
      case 'path':
        return this.#path(expr);
      case 'paren':
        return this.print(expr.expr);
      case 'list':
        return `[ ${expr.elements.map((element) => `(${this.print(element)}) `).join('')}]`;
      case 'attrs': {
        const set = this.#set(joinSet(expr, this.#text, []));
        return expr.form === 'let' ? `(${set}).body` : set;
      }
      case 'lambda':
        return this.#lambda(expr);
      case 'apply':
        return this.#applied(expr.fn, [expr.arg]);
      case 'select': {
        const or = expr.or === null ? '' : ` or (${this.print(expr.or.value)})`;
        return `(${this.print(expr.target)}).${this.#attrPath(expr.path)}${or}`;
      }
      case 'has-attr':
        return `((${this.print(expr.target)}) ? ${this.#attrPath(expr.path)})`;
      case 'unary':
        return expr.operator === '!'
          ? `(! ${this.print(expr.operand)})`
          : `(__sub 0 ${this.print(expr.operand)})`;
      case 'binary':
        return this.#binary(expr);
      case 'if':
        return `(if ${this.print(expr.condition)} then ${this.print(expr.then)} else ${this.print(expr.else)})`;
      case 'let': {
        const bindings = this.#bindings(joinBindings(expr.bindings, true, this.#text, []));
        return `(let ${bindings}in ${this.print(expr.body)})`;
      }
      case 'with':
        return `(with ${this.print(expr.scope)}; ${this.print(expr.body)})`;
      case 'assert':
        return `assert ${this.print(expr.condition)}; ${this.print(expr.body)}`;
      case 'missing':
        return '<missing>';
    }
  }

  #slice({ span }: Expr): string {
    return this.#text.slice(span.start, span.end);
  }

  #string(string: StringExpr): string {
    const value = stringValue(string, this.#text);
    if (value !== null) return quoted(value);
    const parts = cookedParts(string, this.#text).filter((part) => part !== '');
    return `(${parts.map((part) => (typeof part === 'string' ? quoted(part) : this.print(part.expr))).join(' + ')})`;
  }

  #path(path: PathExpr): string {
    const [first, ...rest] = path.parts;
    const written = first === undefined ? '' : this.#text.slice(first.span.start, first.span.end);
    const absolute = written.startsWith('~')
      ? this.#home + posix.resolve('/', written.slice(2))
      : posix.resolve(this.#folder, written);
    if (rest.length === 0) return absolute;
    const base = written.endsWith('/') && absolute !== '/' ? `${absolute}/` : absolute;
    const others = rest.map((part) =>
      part.kind === 'interpolation'
        ? this.print(part.expr)
        : quoted(this.#text.slice(part.span.start, part.span.end)),
    );
    return `(${[base, ...others].join(' + ')})`;
  }

  #set(set: JoinedSet): string {
    return `${set.isRecursive ? 'rec ' : ''}{ ${this.#bindings(set)}}`;
  }

  #bindings(set: JoinedSet): string {
    const inherited: string[] = [];
    const inheritedFrom = new Map<Inherit, string[]>();
    const plain: string[] = [];
    for (const [text, attribute] of [...set.attributes].toSorted(([a], [b]) => byBytes(a, b))) {
      if (attribute.kind === 'plain')
        plain.push(`${name(text)} = ${this.#value(attribute.value)}; `);
      else if (attribute.from.from === null) inherited.push(` ${name(text)}`);
      else
        inheritedFrom.set(attribute.from, [
          ...(inheritedFrom.get(attribute.from) ?? []),
          ` ${name(text)}`,
        ]);
    }
    const groups = [...inheritedFrom].toSorted(([a], [b]) => a.span.start - b.span.start);
    return [
      inherited.length > 0 ? `inherit${inherited.join('')}; ` : '',
      ...groups.map(
        ([{ from }, names]) =>
          `inherit (${from === null ? '' : this.print(from.expr)})${names.join('')}; `,
      ),
      ...plain,
      ...set.dynamic.map(
        (attribute) =>
          `"\${${this.#dynamicName(attribute.name)}}" = ${this.#value(attribute.value)}; `,
      ),
    ].join('');
  }

  #value(value: JoinedSet | Expr): string {
    return isJoined(value) ? this.#set(value) : this.print(value);
  }

  #dynamicName(attrName: AttrName): string {
    if (attrName.kind === 'interpolation') return this.print(attrName.expr);
    return this.print(attrName);
  }

  #attrPath(path: AttrPath): string {
    return path.names
      .map((part) => {
        const text = nameText(part, this.#text);
        return text === null ? `"\${${this.#dynamicName(part)}}"` : name(text);
      })
      .join('.');
  }

  #lambda({ parameter, body }: Lambda): string {
    if (parameter.kind === 'name-parameter')
      return `(${name(parameter.name.name)}: ${this.print(body)})`;
    const formals = parameter.formals
      .toSorted((a, b) => byBytes(a.name.name, b.name.name))
      .map((formal) => {
        const value = formal.default === null ? '' : ` ? ${this.print(formal.default)}`;
        return name(formal.name.name) + value;
      });
    if (parameter.ellipsis !== null) formals.push('...');
    const alias = parameter.alias === null ? '' : ` @ ${name(parameter.alias.name.name)}`;
    return `({ ${formals.join(', ')} }${alias}: ${this.print(body)})`;
  }

  /** A call takes the arguments of the calls that it calls, pipes among them. */
  #applied(callee: Expr, last: readonly Expr[]): string {
    const args = last.map((arg) => this.print(arg));
    let fn = callee;
    for (let inner = calleeOf(fn); inner !== null; inner = calleeOf(fn)) {
      if (inner.arg !== null) args.unshift(this.print(inner.arg));
      fn = inner.fn;
    }
    // `<x>` is itself a call, which takes further arguments in.
    const head =
      fn.kind === 'search-path' ? `__findFile __nixPath ${quoted(fn.path)}` : this.print(fn);
    return `(${[head, ...args].join(' ')})`;
  }

  #binary({ operator, left, right }: Extract<Expr, { kind: 'binary' }>): string {
    if (operator === '|>') return this.#applied(right, [left]);
    if (operator === '<|') return this.#applied(left, [right]);
    const [a, b] = [this.print(left), this.print(right)];
    return CALLS.get(operator)?.(a, b) ?? `(${a} ${operator} ${b})`;
  }
}

function calleeOf(expr: Expr): { readonly fn: Expr; readonly arg: Expr | null } | null {
  if (expr.kind === 'paren') return { fn: expr.expr, arg: null };
  if (expr.kind === 'apply') return { fn: expr.fn, arg: expr.arg };
  if (expr.kind !== 'binary') return null;
  if (expr.operator === '|>') return { fn: expr.right, arg: expr.left };
  return expr.operator === '<|' ? { fn: expr.left, arg: expr.right } : null;
}

/** A name as Nix prints it: quoted where it could not stand bare. */
function name(text: string): string {
  return /^[a-zA-Z_][a-zA-Z0-9_'-]*$/.test(text) && !KEYWORDS.has(text) ? text : quoted(text);
}

function quoted(text: string): string {
  const escaped = text.replace(/[\\"\n\r\t]|\$(?=\{)/g, (character) => {
    const letter = { '\n': 'n', '\r': 'r', '\t': 't' }[character];
    return `\\${letter ?? character}`;
  });
  return `"${escaped}"`;
}

/** As C++ prints a double: six significant digits. */
function float(value: number): string {
  const rounded = Number(value.toPrecision(6));
  const exponent = rounded === 0 ? 0 : Math.floor(Math.log10(Math.abs(rounded)));
  if (exponent >= -5 && exponent < 6) return String(rounded);
  return rounded.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
