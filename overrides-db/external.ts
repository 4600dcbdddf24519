import type { Input } from './attributes.ts';
import table from './external.json' with { type: 'json' };

/** What nixpkgs has for one PEP 725 identifier. */
export interface ExternalRow {
  /** Empty where a build has it anyway (a C compiler). */
  readonly inputs: readonly Input[];
  readonly note?: string;
}

/**
 * The nixpkgs inputs for a PEP 725 identifier (`dep:generic/zlib@>=1.2`, `dep:virtual/compiler/c`).
 * A version is ignored; qualifiers are, where the identifier is not listed with them.
 *
 * @returns null for an identifier that is not listed.
 */
export function externalToAttrs(identifier: string): ExternalRow | null {
  if (identifier.length > 512) return null;
  const withoutVersion = identifier.trim().replace(/@[^?]*/, '');
  const withoutQualifiers = withoutVersion.replace(/\?.*$/s, '');
  return ROWS.get(withoutVersion) ?? ROWS.get(withoutQualifiers) ?? null;
}

const ROWS: ReadonlyMap<string, ExternalRow> = new Map(
  Object.entries(table)
    .filter(([key]) => key.startsWith('dep:'))
    .map(([key, row]): [string, ExternalRow] => [key, readRow(row)]),
);

function readRow(row: (typeof table)[keyof typeof table]): ExternalRow {
  if (typeof row === 'string') return { inputs: [] };
  const inputs = row.inputs.map(({ attr, as }): Input => ({
    attr,
    as: as === 'nativeBuildInputs' ? as : 'buildInputs',
  }));
  return { inputs, ...('note' in row ? { note: row.note } : {}) };
}
