import { isTrue, type Reach, reachOf } from './conditions.ts';
import type { SystemName } from '../evidence.ts';
import { type Expression, lastName } from './expression.ts';
import type { Gift, Scope } from './scope.ts';

/** A text that an expression may hold, where it stands and when it is in it. */
export interface FoundText extends Reach {
  readonly text: string;
  readonly line: number;
}

const ALWAYS: Reach = { systems: ['linux', 'darwin'], condition: null };

/** The texts in a list, tuple, text or name of such; sums are followed, and what is appended elsewhere. */
export function textsOf(expression: Expression, scope: Scope): FoundText[] {
  const found: FoundText[] = [];
  collect(expression, ALWAYS, { scope, found, names: new Set(), steps: 0, depth: 0 });
  return found;
}

interface Search {
  readonly scope: Scope;
  readonly found: FoundText[];
  readonly names: Set<string>;
  steps: number;
  depth: number;
}

const MOST_STEPS = 5000;
const DEEPEST = 300;

function collect(expression: Expression, reach: Reach, search: Search): void {
  if (++search.steps > MOST_STEPS || search.depth > DEEPEST) return;
  const into = (one: Expression, under: Reach | null = reach): void => {
    search.depth++;
    if (under !== null) collect(one, under, search);
    search.depth--;
  };
  switch (expression.kind) {
    case 'string':
      search.found.push({ text: expression.value, line: expression.line, ...reach });
      return;
    case 'list':
      for (const item of expression.items) into(item);
      return;
    case 'binary':
      if (expression.operator === '+') {
        into(expression.left);
        into(expression.right);
      } else if (expression.operator === '%') {
        formatted(expression.left, expression.right, reach, search);
      } else if (expression.operator === 'or') {
        into(expression.left);
        into(expression.right, open(reach, 'otherwise'));
      }
      return;
    case 'choice': {
      into(expression.then, choose(expression.condition, true, reach, search.scope));
      into(expression.otherwise, choose(expression.condition, false, reach, search.scope));
      return;
    }
    case 'call': {
      // `list(x)`, `x.copy()`, `sorted(x)`: what they are given is in what they give.
      const name = lastName(expression.callee) ?? '';
      if (name === 'split' && expression.callee.kind === 'attribute') {
        const { of } = expression.callee;
        if (of.kind !== 'string') return;
        for (const text of of.value.split(/\s+/).filter((word) => word !== ''))
          search.found.push({ text, line: of.line, ...reach });
      } else if (PASSING.has(name)) {
        for (const { value } of expression.args) into(value);
        if (expression.callee.kind === 'attribute') into(expression.callee.of);
      } else {
        ofFunction(name, reach, search);
      }
      return;
    }
    case 'unknown':
      for (const part of expression.parts.slice(0, 1)) into(part);
      return;
    case 'name':
    case 'attribute':
      ofName(expression.name, reach, search);
      return;
    default:
  }
}

/** `'%slzma' % (x)`, with one place for one text. */
function formatted(template: Expression, value: Expression, reach: Reach, search: Search): void {
  if (template.kind !== 'string' || template.value.split('%').length !== 2) return;
  const { length } = search.found;
  collect(value, reach, search);
  for (const one of search.found.splice(length))
    search.found.push({ ...one, text: template.value.replace('%s', () => one.text) });
}

const PASSING: ReadonlySet<string> = new Set(['list', 'tuple', 'set', 'sorted', 'copy', 'unique']);

function ofName(name: string, reach: Reach, search: Search): void {
  if (search.names.has(name)) return;
  search.names.add(name);
  const { length } = search.found;
  const gifts = search.scope.given.get(name) ?? [];
  for (const { value, statement } of gifts) {
    const own = reachOf(statement.guards, search.scope);
    if (own === null) continue;
    search.depth++;
    collect(value, both(reach, own), search);
    search.depth--;
  }
  search.names.delete(name);
  if (gifts.length > 1 && gifts.every(isOneText))
    search.found.push(...settled(search.found.splice(length), reach));
}

/** Where every branch gives a name the same text it has that text, whichever is taken: on each system by itself. */
function settled(found: readonly FoundText[], { systems, condition }: Reach): readonly FoundText[] {
  const settledOn = new Map<FoundText, SystemName[]>();
  const unsettled: FoundText[] = [];
  for (const system of systems) {
    const here = found.filter((one) => one.systems.includes(system));
    const [first] = here;
    if (first === undefined) continue;
    if (here.every(({ text }) => text === first.text))
      settledOn.set(first, [...(settledOn.get(first) ?? []), system]);
    else unsettled.push(...here.map((one) => ({ ...one, systems: [system] })));
  }
  if (settledOn.size === 0) return found;
  return [...[...settledOn].map(([one, on]) => ({ ...one, systems: on, condition })), ...unsettled];
}

function isOneText({ value, replaces }: Gift): boolean {
  return replaces && (value.kind === 'string' || value.kind === 'choice');
}

/** What a function of the script gives back, whatever it is given. */
function ofFunction(name: string, reach: Reach, search: Search): void {
  const key = `${name}()`;
  const returned = search.scope.returned.get(name);
  if (returned === undefined || search.names.has(key)) return;
  search.names.add(key);
  for (const { value, guards } of returned) {
    const own = reachOf(guards, search.scope);
    if (own === null) continue;
    search.depth++;
    collect(value, both(reach, own), search);
    search.depth--;
  }
  search.names.delete(key);
}

function both(a: Reach, b: Reach): Reach {
  const systems = a.systems.filter((one) => b.systems.includes(one));
  const conditions = [a.condition, b.condition].filter((one) => one !== null);
  return {
    systems,
    condition: conditions.length === 0 ? null : [...new Set(conditions)].join('; '),
  };
}

function open(reach: Reach, condition: string): Reach {
  return { ...reach, condition: reach.condition ?? condition };
}

function choose(condition: Expression, wanted: boolean, reach: Reach, scope: Scope): Reach | null {
  const systems = reach.systems.filter((one) => isTrue(condition, one, scope) !== !wanted);
  if (systems.length === 0) return null;
  const certain = systems.filter((one) => isTrue(condition, one, scope) === wanted);
  return certain.length > 0
    ? { ...reach, systems: certain }
    : open({ ...reach, systems }, 'a condition of the script');
}
