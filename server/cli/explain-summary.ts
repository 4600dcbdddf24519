import type { Explanation } from '../../overrides-db/explain.ts';
import { SOURCES } from '../../overrides-db/sources.ts';
import type { SourceId } from '../../overrides-db/model.ts';
import { joined, line, type Printed } from './printed.ts';

/**
 * What is known of a package whatever project it is in: a few rows as a hover has them.
 *
 * @param isOneRelease whether it is about a single one, so that the releases of each row go without saying.
 */
export function summaryOf(explanation: Explanation, isOneRelease: boolean): Printed {
  const shown = (row: Limited): string => withLimits(row, isOneRelease);
  const { nativeInputs, wheelLibraries, buildSystems, cargoHash, environment } = explanation;
  const firm = nativeInputs.filter(({ optional }) => !optional);
  const libraries = firm.filter(({ as }) => as !== 'nativeBuildInputs');
  const tools = firm.filter(({ as }) => as === 'nativeBuildInputs');
  const needed = new Set(firm.map(({ attr }) => attr));
  const optional = nativeInputs.filter((row) => row.optional && !needed.has(row.attr));
  const linked = wheelLibraries.filter((row) => !row.optional);
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['Native libraries', libraries.map(shown)],
    ['Build tools', tools.map(shown)],
    ['Optional', optional.map(shown)],
    [
      'Build system',
      buildSystems
        .filter((row) => !row.optional || buildSystems.every((each) => each.optional))
        .map((row) => shown({ ...row, attr: withBounds(row) })),
    ],
    [
      'Also needs',
      [...(cargoHash === null ? [] : ['a cargo hash']), ...environmentOf(environment)],
    ],
    ['Wheels take', linked.map(shown)],
    ['Facts from', sourcesOf(explanation)],
  ];
  const written = rows.filter(([, texts]) => texts.length > 0);
  const width = Math.max(...written.map(([label]) => label.length)) + 2;
  return joined([
    ...written.map(([label, texts]) => line`  ${label.padEnd(width)}${listed(texts)}\n`),
    ...(optional.length > 0 ? [line`\n${LEGEND}\n`] : []),
  ]);
}

/** What people ask first of the word. */
const LEGEND = 'Optional: it builds without, and lacks a feature then.';

type Limited = Pick<
  Explanation['nativeInputs'][number],
  'attr' | 'systems' | 'versions' | 'python' | 'distribution'
>;

/** `cython<3`, `numpy<2 with Python >=3.12`; the name alone where it hangs on the Python which of several it is. */
export function withBounds({ attr, bounds = [] }: Explanation['buildSystems'][number]): string {
  const [bound, ...others] = bounds;
  if (bound === undefined || others.length > 0) return attr;
  const { specifier, python } = bound;
  return `${attr}${specifier}${python === undefined ? '' : ` with Python ${python}`}`;
}

/** `openssl (macOS)`, `cython (>=5)`. That an input is of the sdist goes without saying. */
function withLimits({ attr, systems, versions, python }: Limited, isOneRelease: boolean): string {
  const limits = [
    systemsOf(systems),
    versions === undefined || isOneRelease ? '' : versions.map(rangeText).join(' or '),
    python === undefined ? '' : `Python ${python}`,
  ].filter((text) => text !== '');
  return limits.length === 0 ? attr : `${attr} (${limits.join(', ')})`;
}

function systemsOf(systems: Limited['systems']): string {
  if (systems.length === 4) return '';
  const families = new Set(systems.map((system) => system.split('-')[1] ?? ''));
  const [family] = families;
  if (families.size === 1 && systems.length === 2) return family === 'linux' ? 'Linux' : 'macOS';
  return systems.join(' ');
}

/** `>=3,<5`, as a specifier has it. */
export function rangeText({
  from,
  until,
}: {
  readonly from?: string;
  readonly until?: string;
}): string {
  const bounds = [from === undefined ? '' : `>=${from}`, until === undefined ? '' : `<${until}`];
  return bounds.filter((bound) => bound !== '').join(',') || 'any version';
}

function environmentOf(rows: Explanation['environment']): readonly string[] {
  return rows
    .filter(({ optional }) => !optional)
    .map(({ variable, value }) => `${variable}=${value}`);
}

function sourcesOf(explanation: Explanation): readonly string[] {
  const { nativeInputs, wheelLibraries, buildSystems, cargoHash } = explanation;
  const rows = [...nativeInputs, ...wheelLibraries, ...buildSystems];
  const ids = [...rows, ...(cargoHash === null ? [] : [cargoHash])].flatMap(
    ({ sources }) => sources,
  );
  return [...new Set(ids)].map((id) => (isSource(id) ? SOURCES[id].label : id));
}

function isSource(id: string): id is SourceId {
  return Object.hasOwn(SOURCES, id);
}

function listed(texts: readonly string[]): string {
  const more = texts.length - MOST_LISTED;
  const first = texts.slice(0, MOST_LISTED).join(', ');
  return more > 0 ? `${first} and ${more} more` : first;
}

/** In a row that is to be read at a glance. */
const MOST_LISTED = 12;
