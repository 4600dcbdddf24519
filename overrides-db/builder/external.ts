import type { InputList } from '../model.ts';

interface Mapping {
  readonly mappings: readonly {
    readonly id: string;
    readonly specs?: string | readonly string[];
  }[];
}

interface Registry {
  readonly definitions: readonly {
    readonly id: string;
    readonly provides?: string | readonly string[];
  }[];
}

/** One row of `external.json`. */
export interface ExternalText {
  readonly inputs: readonly { readonly attr: string; readonly as: InputList }[];
  readonly note?: string;
}

export type ExternalCorrection = ExternalText & {
  readonly id: string;
  readonly reason: string;
  readonly reference: string;
};

/**
 * PEP 725 identifiers and nixpkgs attributes, from the external-metadata-mappings registry. An identifier
 * without a mapping takes that of the one it provides; corrections win.
 */
export function importExternal(
  { mappings }: Mapping,
  { definitions }: Registry,
  corrections: readonly ExternalCorrection[],
): Map<string, ExternalText> {
  const rows = new Map<string, ExternalText>();
  for (const { id, specs } of mappings) {
    const attrs = specs === undefined ? [] : typeof specs === 'string' ? [specs] : specs;
    if (attrs.length > 0) rows.set(id, { inputs: attrs.map((attr) => ({ attr, as: listOf(id) })) });
  }
  for (const { id, inputs, note } of corrections) {
    rows.set(id, { inputs, ...(note === undefined ? {} : { note }) });
  }
  for (const { id, provides } of definitions) {
    const [target] =
      provides === undefined ? [] : typeof provides === 'string' ? [provides] : provides;
    const row = target === undefined ? undefined : rows.get(target);
    if (!rows.has(id) && row !== undefined) rows.set(id, row);
  }
  return rows;
}

/** Compilers and tools run at build time; everything else is linked. */
function listOf(id: string): InputList {
  return /compiler|cmake|ninja|make|pkg-config|clang|llvm$/i.test(id)
    ? 'nativeBuildInputs'
    : 'buildInputs';
}
