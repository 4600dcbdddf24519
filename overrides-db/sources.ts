import type { Source, SourceId } from './model.ts';

/** What is known of a source of facts, whatever it says. */
interface SourceTraits {
  /** For people. */
  readonly label: string;
  /** Whether it builds what is published on the index, and adds only what that lacks. */
  readonly buildsAsPublished: boolean;
  /** The source that it takes its facts from; null where they are its own. */
  readonly copies: SourceId | null;
}

const PLAIN = { buildsAsPublished: false, copies: null } as const;

export const SOURCES: Readonly<Record<SourceId, SourceTraits>> = {
  poetry2nix: { ...PLAIN, label: 'poetry2nix', buildsAsPublished: true },
  uv2nix_hammer_overrides: { ...PLAIN, label: 'uv2nix_hammer_overrides', buildsAsPublished: true },
  nixpkgs: { ...PLAIN, label: 'nixpkgs' },
  corepkgs: { ...PLAIN, label: 'corepkgs', copies: 'nixpkgs' },
  spack: { ...PLAIN, label: 'Spack' },
  debian: { ...PLAIN, label: 'Debian' },
  pep725: { ...PLAIN, label: 'PEP 725 metadata' },
  review: { ...PLAIN, label: 'review' },
  project: { ...PLAIN, label: 'this project' },
};

/** Where facts come from, for people: `poetry2nix, Spack, Debian`. */
export function sourceNames(sources: readonly Source[]): string {
  return [...new Set(sources.map(({ id }) => SOURCES[id].label))].join(', ');
}

/** Those of the sources that do not copy from each other. */
export function witnesses(sources: readonly Source[]): ReadonlySet<SourceId> {
  return new Set(sources.map(({ id }) => SOURCES[id].copies ?? id));
}
