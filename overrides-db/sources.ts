import type { Source, SourceId } from './model.ts';

/** What is known of a source of facts, whatever it says. */
interface SourceTraits {
  /** For people. */
  readonly label: string;
  /** Whether it builds what is published on the index, and adds only what that lacks. */
  readonly buildsAsPublished: boolean;
  /** Whether its word is enough: the package's own, a build's, or that of people on just this package. */
  readonly attestsAlone: boolean;
  /** The source that it takes its facts from; null where they are its own. */
  readonly copies: SourceId | null;
}

const PLAIN = { buildsAsPublished: false, attestsAlone: false, copies: null } as const;

export const SOURCES: Readonly<Record<SourceId, SourceTraits>> = {
  poetry2nix: { ...PLAIN, label: 'poetry2nix', buildsAsPublished: true },
  uv2nix_hammer_overrides: { ...PLAIN, label: 'uv2nix_hammer_overrides', buildsAsPublished: true },
  nixpkgs: { ...PLAIN, label: 'nixpkgs' },
  corepkgs: { ...PLAIN, label: 'corepkgs', copies: 'nixpkgs' },
  spack: { ...PLAIN, label: 'Spack' },
  debian: { ...PLAIN, label: 'Debian' },
  pep725: { ...PLAIN, label: 'PEP 725 metadata' },
  lab: { ...PLAIN, label: 'a build', attestsAlone: true },
  sdist: { ...PLAIN, label: 'its sdist', attestsAlone: true },
  wheel: { ...PLAIN, label: 'its wheel', attestsAlone: true },
  review: { ...PLAIN, label: 'review', attestsAlone: true },
  project: { ...PLAIN, label: 'this project', attestsAlone: true },
  pep517: { ...PLAIN, label: 'PEP 517', attestsAlone: true },
};

/** Where facts come from, for people: `its sdist (2.9.10), poetry2nix`; `a build of 2.9.10 (without libpq: …)`. */
export function sourceNames(sources: readonly Source[]): string {
  const names = sources.filter(isFirstBuild).map(({ id, version, ref }) => {
    const { label } = SOURCES[id];
    if (version === undefined) return label;
    if (id !== 'lab') return `${label} (${version})`;
    return ref === undefined ? `${label} of ${version}` : `${label} of ${version} (${ref})`;
  });
  return [...new Set(names)].join(', ');
}

/** Of one release built without this and without that, the first build with a reason is enough to go by. */
function isFirstBuild(
  { id, version, ref }: Source,
  index: number,
  all: readonly Source[],
): boolean {
  if (id !== 'lab') return true;
  const builds = all.filter((one) => one.id === 'lab' && one.version === version);
  const shown = builds.find((one) => one.ref !== undefined) ?? builds[0];
  return (
    shown?.ref === ref &&
    all.findIndex((one) => one.id === id && one.version === version && one.ref === ref) === index
  );
}

/** The sources that do not copy from each other. */
export function witnesses(sources: readonly Source[]): ReadonlySet<SourceId> {
  return new Set(sources.map(({ id }) => SOURCES[id].copies ?? id));
}
