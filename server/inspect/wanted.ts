import type { LockedFile, LockedPackage } from '../locks/model.ts';
import type { Project } from '../project/model.ts';
import { indexAddressOf, type IndexAddress } from '../project/index-address.ts';
import { interpreterVersions } from '../project/overrides/python-for.ts';
import { bestFile, parseSdistFilename, parseWheelFilename } from '../python/tags.ts';

/** A file that a lock pins and that is to be read. */
export interface WantedFile {
  /** PEP 503. */
  readonly name: string;
  readonly version: string;
  readonly source: 'sdist' | 'wheel';
  /** Its own name on the index. */
  readonly file: string;
  /** Hexadecimal digits; null where the lock has none. */
  readonly sha256: string | null;
  readonly url: string | null;
  /** The commit that it is of, where it comes from a git repository and has no file of its own. */
  readonly commit?: GitCommit;
  /** The index that lock or project take it from; null where that is the default of whoever installs. */
  readonly index: IndexAddress | null;
}

/** A place in a git repository. */
export interface GitCommit {
  /** Hexadecimal digits, all of them. */
  readonly id: string;
  /** Where the package is in it; empty for the root. */
  readonly folder: string;
}

/** What is to be read, and the packages of which there is nothing that could be, each with the reason. */
export interface Wanted {
  readonly files: readonly WantedFile[];
  readonly left: readonly {
    readonly name: string;
    readonly version: string;
    readonly why: string;
  }[];
}

/**
 * The files that are built: of each locked package the one that every way in which the project is built takes, of
 * several ways several. Wheels only `withWheels`; what is not known to be built from a wheel counts as an sdist.
 *
 * @param isAsked by PEP 503 name
 */
export function wantedFiles(
  project: Project,
  isAsked: (locked: LockedPackage) => boolean,
  withWheels: boolean,
): Wanted {
  const files: WantedFile[] = [];
  const left: { name: string; version: string; why: string }[] = [];
  for (const locked of project.lock?.packages ?? []) {
    const { name, version } = locked;
    if (version === null || isOfProject(locked) || !isAsked(locked)) continue;
    const commit = commitOf(locked);
    if (commit !== null) {
      files.push(wantedAt(name, version, commit));
      continue;
    }
    const choice = choose(project, locked, withWheels);
    if ('why' in choice) left.push({ name, version, why: choice.why });
    else {
      const index = indexAddressOf(project, locked);
      files.push(...choice.files.map((file) => wantedOf(locked, version, file, index)));
    }
  }
  return { files, left };
}

/** The project itself and the other members of its workspace, whose files are no secret. */
function isOfProject({ source }: LockedPackage): boolean {
  return source?.type === 'virtual' || source?.type === 'editable';
}

/** The commit that is locked, with all of its digits. */
function commitOf({ source, files }: LockedPackage): GitCommit | null {
  if (source?.type !== 'git' || files.length > 0) return null;
  const id = source.resolvedReference ?? '';
  return /^[0-9a-f]{40,64}$/.test(id) ? { id, folder: source.subdirectory ?? '' } : null;
}

function wantedAt(name: string, version: string, commit: GitCommit): WantedFile {
  const file = `${name} at ${commit.id.slice(0, 12)}`;
  return { name, version, source: 'sdist', file, sha256: null, url: null, index: null, commit };
}

type Choice = { readonly files: readonly LockedFile[] } | { readonly why: string };

function choose(project: Project, locked: LockedPackage, withWheels: boolean): Choice {
  const { source, files } = locked;
  if (source !== null && files.length === 0) return { why: whyOfSource(source.type) };
  const sdists = files.filter(({ name }) => parseSdistFilename(name) !== null);
  const verdicts = project.verdictsFor(locked);
  const kinds = new Set(verdicts.map(({ distribution }) => distribution.kind));
  const wantsSdist = verdicts.length === 0 || [...kinds].some((kind) => kind !== 'wheel');
  const wantsWheel = withWheels && [...kinds].some((kind) => kind !== 'sdist');
  const chosen = [
    ...(wantsSdist ? sdists.slice(0, 1) : []),
    ...(wantsWheel || (withWheels && sdists.length === 0) ? wheelsFor(project, files) : []),
  ];
  if (chosen.length > 0) return { files: chosen };
  if (files.length === 0) return { why: 'the lock names no files of it' };
  if (wantsSdist && sdists.length === 0 && !withWheels)
    return { why: 'there is no sdist; --wheels reads its wheels' };
  return {
    why: withWheels ? 'no wheel of it fits' : 'it is built from a wheel; --wheels reads it',
  };
}

/** The wheels that the project's Pythons take on its systems. */
function wheelsFor(project: Project, files: readonly LockedFile[]): readonly LockedFile[] {
  const wheels = files.filter(({ name }) => parseWheelFilename(name) !== null);
  const best = interpreterVersions(project).flatMap((python) =>
    project.settings.systems.flatMap((system) => bestFile(wheels, python, system) ?? []),
  );
  return [...new Set(best)];
}

function wantedOf(
  { name, source }: LockedPackage,
  version: string,
  file: LockedFile,
  index: IndexAddress | null,
): WantedFile {
  const [, sha256 = null] = /^sha256:([0-9a-f]{64})$/i.exec(file.hash ?? '') ?? [];
  return {
    name,
    version,
    source: parseWheelFilename(file.name) === null ? 'sdist' : 'wheel',
    file: file.name,
    sha256: sha256?.toLowerCase() ?? null,
    url: file.url ?? (source?.type === 'url' ? source.url : null),
    index,
  };
}

function whyOfSource(type: string): string {
  return type === 'git'
    ? 'it comes from a git repository, and the lock has no whole commit'
    : `it comes from elsewhere than an index (${type}): --from takes the folder of an archive`;
}
