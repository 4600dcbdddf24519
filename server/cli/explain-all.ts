import type { Explanation } from '../../overrides-db/explain.ts';
import { rangeText, withBounds } from './explain-summary.ts';
import { joined, line, type Printed } from './printed.ts';

/** All that is known of a package, row by row, with when it holds and who says so. */
export function allOf(explanation: Explanation, heading: Printed): Printed {
  const { nativeInputs, wheelLibraries, buildSystems, cargoHash } = explanation;
  const { environment, unmapped, traps, notes } = explanation;
  const sections = [
    section('Native inputs', nativeInputs, ({ attr, as }) => `${attr} (${as})`),
    section('Libraries of its wheels', wheelLibraries, ({ attr }) => attr),
    section('Build systems', buildSystems, withBounds),
    section('Environment', environment, ({ variable, value }) => `${variable}=${value}`),
    section('Cargo hash', cargoHash === null ? [] : [cargoHash], () => 'a cargo hash'),
    plainSection(
      'Libraries without a known attribute',
      unmapped.map(({ library, source }) => `${library} [${source}]`),
    ),
    plainSection(
      'Mind',
      traps.map(({ message }) => message),
    ),
    plainSection('Notes', notes),
  ].filter((text) => text !== null);
  if (sections.length === 0) return line`${heading}\n\nNothing is known of it.\n`;
  return joined([line`${heading}\n`, ...sections]);
}

type Row = Explanation['buildSystems'][number] | NonNullable<Explanation['cargoHash']>;

function section<T extends Row>(
  title: string,
  rows: readonly T[],
  label: (row: T) => string,
): Printed | null {
  return plainSection(
    title,
    rows.map((row) => `${label(row)}${limits(row)} [${row.sources.join(', ')}]`),
  );
}

function limits({ optional, systems, distribution, versions, python }: Row): string {
  const parts = [
    optional ? 'optional' : '',
    distribution === null ? '' : `${distribution} only`,
    systems.length === 4 ? '' : systems.join(' '),
    versions === undefined ? '' : versions.map(rangeText).join(' or '),
    python === undefined ? '' : `Python ${python}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function plainSection(title: string, rows: readonly string[]): Printed | null {
  if (rows.length === 0) return null;
  return joined([line`\n${title}\n`, ...rows.map((row) => line`  ${row}\n`)]);
}
