import type { Source, SourceId } from '../../../overrides-db/model.ts';

const SOURCE_NAMES: ReadonlyMap<SourceId, string> = new Map([
  ['poetry2nix', 'poetry2nix'],
  ['uv2nix_hammer_overrides', 'uv2nix_hammer_overrides'],
  ['nixpkgs', 'nixpkgs'],
  ['corepkgs', 'corepkgs'],
  ['spack', 'Spack'],
  ['debian', 'Debian'],
  ['pep725', 'PEP 725 metadata'],
  ['review', 'review'],
  ['project', 'this project'],
]);

/** Where facts come from, for people: `poetry2nix, Spack, Debian`. */
export function sourceNames(sources: readonly Source[]): string {
  return [...new Set(sources.map(({ id }) => SOURCE_NAMES.get(id) ?? id))].join(', ');
}
