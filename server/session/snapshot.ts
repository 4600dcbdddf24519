import type { Snapshot } from '../features/model.ts';
import type { Finding, Project } from '../project/model.ts';
import { rules } from '../rules/registry.ts';
import type { SourceText } from '../text.ts';
import { roleOf } from './file-roles.ts';
import type { LoadedProject } from './projects.ts';
import { sessionCodes } from './session-findings.ts';
import { settingsTable } from './settings/settings-table.ts';

const SETTINGS_WORDS: Snapshot['settings'] = {
  keys: Object.values(settingsTable).map(({ key, summary }) => [key, summary]),
  codes: [
    ...rules.map(({ id, summary }) => [id, summary] as const),
    ...Object.entries(sessionCodes),
  ],
};

/** A document as its projects stand; null for one that no project has a use for. */
export function snapshotOf(
  file: string,
  source: SourceText,
  loaded: readonly LoadedProject[],
): Snapshot | null {
  const joined = loaded.flatMap(({ project }) => (project === null ? [] : [project]));
  const placed = placedIn(joined, file);
  if (placed === null) return null;
  return new LoadedSnapshot(file, source, placed, loaded);
}

/** A class, since one is made at each key (see `LockedVerdict` of what accessors in literals cost). */
class LoadedSnapshot implements Snapshot {
  readonly file: string;
  readonly source: SourceText;
  readonly role: Snapshot['role'];
  readonly projects: Snapshot['projects'];
  readonly hints: Snapshot['hints'];
  readonly completesSchemaKeys: boolean;
  readonly settings = SETTINGS_WORDS;
  readonly sourceOf: Snapshot['sourceOf'];
  readonly #loaded: readonly LoadedProject[];

  constructor(
    file: string,
    source: SourceText,
    { role, projects }: Pick<Snapshot, 'role' | 'projects'>,
    loaded: readonly LoadedProject[],
  ) {
    this.file = file;
    this.source = source;
    this.role = role;
    this.projects = projects;
    this.hints = {
      versions: loaded[0]?.settings.versionHints ?? true,
      native: loaded[0]?.settings.nativeHints ?? true,
      updates: loaded[0]?.settings.updateHints ?? false,
    };
    this.completesSchemaKeys = loaded[0]?.settings.keyCompletion ?? true;
    this.sourceOf = (other) => sourceIn(loaded, other);
    this.#loaded = loaded;
  }

  get findings(): Snapshot['findings'] {
    return merged(this.#loaded, this.file);
  }
}

/**
 * What a file is to its projects, and these in the order in which they are asked: the one that it
 * is the manifest or the lock of first; of a Nix file those that are built from it. Null for a file that
 * is only looked into for settings.
 */
function placedIn(
  projects: readonly Project[],
  file: string,
): Pick<Snapshot, 'role' | 'projects'> | null {
  const asManifest = projects.filter(({ manifest }) => manifest.file === file);
  const asLock = projects
    .flatMap((project) => [project, ...project.withOtherLocks])
    .filter(({ lockFile }) => lockFile?.file === file);
  const role = asManifest.length > 0 ? 'manifest' : asLock.length > 0 ? 'lock' : roleOf(file);
  const [first, ...others] =
    role === 'manifest'
      ? asManifest
      : role === 'lock'
        ? [...asLock, ...projects]
        : projects.toSorted((a, b) => Number(b.uses.length > 0) - Number(a.uses.length > 0));
  if (role === null || first === undefined) return null;
  return { role, projects: role === 'nix' ? [first, ...others] : [first] };
}

/** What projects say of one file. Two that share a Nix file say the same thing once. */
export function merged(projects: readonly LoadedProject[], file: string): readonly Finding[] {
  const [only, ...others] = projects;
  if (only !== undefined && others.length === 0) return only.findingsIn(file);
  const found = new Map<string, Finding>();
  for (const project of projects) {
    for (const finding of project.findingsIn(file)) {
      const { code, span, message } = finding;
      found.set(`${code} ${span.start} ${span.end} ${message}`, finding);
    }
  }
  return [...found.values()];
}

/** The text of a file that some of these projects are made of; null where none is. */
export function sourceIn(
  projects: readonly LoadedProject[],
  file: string,
): Snapshot['source'] | null {
  for (const { sources } of projects) {
    const source = sources.get(file);
    if (source !== undefined) return source;
  }
  return null;
}
