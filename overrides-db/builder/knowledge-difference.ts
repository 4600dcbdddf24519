import type { Fact, PackageFacts } from '../model.ts';

/** What became of one package between two states of the knowledge base. */
export interface PackageDifference {
  readonly name: string;
  /** Needs that are called required now and were not, and the other way round: `openssl`, `build system maturin`. */
  readonly required: readonly string[];
  readonly dropped: readonly string[];
  /** Whether only one of the two states knows it. */
  readonly only: 'before' | 'after' | null;
}

/** The packages of which something else is said, in the order of their names. */
export function differenceOf(
  before: readonly PackageFacts[],
  after: readonly PackageFacts[],
): PackageDifference[] {
  const old = new Map(before.map((one) => [one.name, one]));
  const now = new Map(after.map((one) => [one.name, one]));
  return [...new Set([...old.keys(), ...now.keys()])].toSorted().flatMap((name) => {
    const [a, b] = [old.get(name), now.get(name)];
    if (JSON.stringify(a) === JSON.stringify(b)) return [];
    const [was, is] = [requiredOf(a), requiredOf(b)];
    return [
      {
        name,
        required: [...is].filter((need) => !was.has(need)),
        dropped: [...was].filter((need) => !is.has(need)),
        only: a === undefined ? 'after' : b === undefined ? 'before' : null,
      } as const,
    ];
  });
}

/** The difference as Markdown, what matters most first. */
export function reportOf(differences: readonly PackageDifference[]): string {
  const needs = (pick: 'required' | 'dropped'): string[] =>
    differences
      .filter((one) => one[pick].length > 0)
      .map((one) => `- ${one.name}: ${one[pick].join(', ')}`);
  const names = (only: PackageDifference['only']): string[] =>
    differences.filter((one) => one.only === only).map(({ name }) => `- ${name}`);
  const others = differences.filter(
    ({ required, dropped, only }) => required.length + dropped.length === 0 && only === null,
  );
  if (differences.length === 0) return '# What changed\n\nNothing.\n';
  return [
    '# What changed',
    '',
    ...list('Required now', needs('required')),
    ...list('Required no longer', needs('dropped')),
    ...list('Packages that were not known', names('after')),
    ...list('Packages that are known no longer', names('before')),
    ...list(
      'Otherwise: versions, systems, sources',
      others.map(({ name }) => `- ${name}`),
    ),
  ].join('\n');
}

function list(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title} (${lines.length})`, '', ...lines, ''];
}

function requiredOf(found: PackageFacts | undefined): Set<string> {
  const facts = found?.facts.filter(({ required, likely }) => required && likely !== true) ?? [];
  return new Set(facts.map(labelOf));
}

function labelOf({ need }: Fact): string {
  switch (need.kind) {
    case 'build-system':
    case 'any-build-system':
      return `build system ${need.attr}`;
    case 'native-input':
      return need.attr;
    case 'wheel-library':
      return `${need.attr} for its wheels`;
    case 'ignored-library':
      return `${need.name} to be passed over`;
    case 'cargo-hash':
      return 'a cargo hash';
    case 'environment':
      return need.name;
  }
}
