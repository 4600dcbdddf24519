import type { SourceFact } from '../source-text.ts';

/** poetry2nix's `overrides/build-systems.json`: names, or objects with a version range (`from` inclusive, `until` exclusive). */
export type BuildSystemsJson = Readonly<
  Record<
    string,
    readonly (
      | string
      | { readonly buildSystem: string; readonly from?: string; readonly until?: string }
    )[]
  >
>;

/** What one entry appends to `nativeBuildInputs` of an sdist; wheels are left alone. An empty bound is none. */
export function importBuildSystem(entry: {
  readonly buildSystem: string;
  readonly from: string;
  readonly until: string;
}): SourceFact[] {
  const [from, until] = [entry.from.trim(), entry.until.trim()];
  const range = { ...(from === '' ? {} : { from }), ...(until === '' ? {} : { until }) };
  return [
    {
      kind: 'build-system',
      attr: PROVIDED.get(entry.buildSystem) ?? entry.buildSystem,
      ...(from === '' && until === '' ? {} : { when: { versions: [range] } }),
    },
  ];
}

/** poetry2nix gives `poetry-core` where the table says `poetry`, and rewrites the project file to match; nixpkgs' hook of flit brought its core. */
const PROVIDED: ReadonlyMap<string, string> = new Map([
  ['poetry', 'poetry-core'],
  ['flitBuildHook', 'flit-core'],
]);
