import type { Evidence } from '../evidence.ts';
import { type Expression, dottedName, lastName } from '../setup-script/expression.ts';
import { reachOf } from '../setup-script/conditions.ts';
import { type Scope, scopeOf } from '../setup-script/scope.ts';
import { readScript } from '../setup-script/script.ts';
import { textsOf } from '../setup-script/values.ts';

/** A library that a module opens by its name when it runs: through ctypes or cffi's `dlopen`. */
export type LoadedLibrary = Extract<Evidence, { kind: 'library' }>;

/** Reads a Python module of a wheel by its text. `file` is its path in the wheel. */
export function readLoads(text: string, file: string): LoadedLibrary[] {
  if (!/CDLL|LoadLibrary|find_library|dlopen/.test(text)) return [];
  const statements = readScript(text);
  const scope = scopeOf(statements);
  const found: LoadedLibrary[] = [];
  for (const { value, guards } of statements) {
    const reach = reachOf(guards, scope);
    if (reach === null) continue;
    for (const argument of openers(value)) {
      for (const { text: name, line, condition, systems } of namesIn(argument, scope)) {
        if (!NAME.test(name) || found.length >= MOST) continue;
        found.push({
          kind: 'library',
          name,
          place: { file, line },
          condition: condition ?? reach.condition,
          ...(systems.length === 1 ? { systems } : {}),
        });
      }
    }
  }
  return found;
}

const OPENERS: ReadonlySet<string> = new Set([
  'CDLL',
  'PyDLL',
  'LoadLibrary',
  'find_library',
  'dlopen',
  'load_library',
]);
/** A name without a folder: what stands with one is a file of the wheel or computed. */
const NAME = /^[\w.+-]{2,60}$/;
const MOST = 200;
const DEEPEST = 100;

function namesIn(argument: Expression, scope: Scope) {
  return textsOf(argument, scope).slice(0, 20);
}

/** The first arguments of all calls in an expression that open a library. */
function openers(expression: Expression, depth = 0): Expression[] {
  if (depth > DEEPEST) return [];
  const inside = (parts: readonly Expression[]): Expression[] =>
    parts.flatMap((part) => openers(part, depth + 1));
  switch (expression.kind) {
    case 'call': {
      const name = lastName(expression.callee) ?? dottedName(expression.callee) ?? '';
      const [first] = expression.args;
      const own = OPENERS.has(name) && first !== undefined ? [first.value] : [];
      return [
        ...own,
        ...inside(expression.args.map(({ value }) => value)),
        ...inside([expression.callee]),
      ];
    }
    case 'binary':
      return inside([expression.left, expression.right]);
    case 'choice':
      return inside([expression.condition, expression.then, expression.otherwise]);
    case 'list':
      return inside(expression.items);
    case 'attribute':
    case 'subscript':
      return inside([expression.of]);
    case 'unknown':
      return inside(expression.parts);
    case 'not':
      return inside([expression.operand]);
    default:
      return [];
  }
}
