import type { Lock, LockedPackage } from '../../locks/model.ts';
import { packageNews } from '../../index/news.ts';
import { releasesOf } from '../../index/releases.ts';
import { indexAddressOf } from '../../project/index-address.ts';
import {
  releaseKey,
  type IndexNews,
  type IndexView,
  type Project,
  type Release,
} from '../../project/model.ts';
import type { Session } from '../../session/session.ts';
import type { PageAnswer, PageAsked, PageFile } from './messages.ts';
import type { ServerNetwork } from './server-network.ts';

/** Milliseconds for which a page is not asked for again; what is kept on disk has its own time. */
const FRESH_MS = 3_600_000;
/** Milliseconds after the last change before anybody is asked. */
const QUIET_MS = 1_000;
/** Versions that are offered of each package. */
const MOST_VERSIONS = 200;

interface Kept {
  readonly answer: PageAnswer;
  readonly at: number;
}

/**
 * Asks the indexes of the projects that are open, where the user's own configuration says so, and gives the projects
 * what they answer. Nobody waits for it.
 */
export class IndexKeeper {
  readonly #session: Session;
  readonly #network: ServerNetwork;
  readonly #learned: () => void;
  /** By index and name. */
  readonly #pages = new Map<string, Kept>();
  /** What was made of it last, by manifest. */
  readonly #given = new Map<string, string>();
  #waits: NodeJS.Timeout | null = null;
  #isAsking = false;

  /** @param learned called when projects know more than before */
  constructor(session: Session, network: ServerNetwork, learned: () => void) {
    this.#session = session;
    this.#network = network;
    this.#learned = learned;
  }

  /** To be called when what is open may have changed. */
  look(): void {
    if (!this.#network.allows('index', this.#session.clientNetwork)) return;
    if (this.#waits !== null) clearTimeout(this.#waits);
    this.#waits = setTimeout(() => {
      this.#waits = null;
      void this.#ask();
    }, QUIET_MS);
    this.#waits.unref();
  }

  stop(): void {
    if (this.#waits !== null) clearTimeout(this.#waits);
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    const projects = this.#openProjects();
    const wanted = new Map<string, PageAsked>();
    for (const project of projects)
      for (const locked of directlyLocked(project)) {
        const asked = questionOf(project, locked);
        const kept = this.#pages.get(keyOf(asked));
        if (kept === undefined || Date.now() - kept.at > FRESH_MS) wanted.set(keyOf(asked), asked);
      }
    if (wanted.size > 0) {
      this.#isAsking = true;
      try {
        const answers = await this.#network.pages([...wanted.values()]);
        for (const [at, key] of [...wanted.keys()].entries())
          this.#pages.set(key, { answer: answers[at] ?? null, at: Date.now() });
      } catch {
        // The thread has ended; the next look starts another.
        return;
      } finally {
        this.#isAsking = false;
      }
    }
    // What is open may be other projects by now.
    const changed = this.#openProjects().filter((project) => this.#give(project));
    if (changed.length > 0) this.#learned();
  }

  #openProjects(): readonly Project[] {
    return this.#session.openProjects().flatMap(({ project }) => project ?? []);
  }

  /** Whether the project knows more than before. */
  #give(project: Project): boolean {
    const news = new Map<string, IndexNews>();
    const versions = new Map<string, readonly string[]>();
    for (const locked of directlyLocked(project)) {
      const page = this.#pages.get(keyOf(questionOf(project, locked)))?.answer ?? null;
      if (page === null || locked.version === null) continue;
      const told = packageNews(project, locked, page);
      if (told === null) continue;
      news.set(releaseKey(locked.name, locked.version), {
        yanked: told.current?.yanked ?? null,
        allowed: told.allowed === null ? null : releaseOf(told.allowed),
        newest: told.newest === null ? null : releaseOf(told.newest),
        vulnerabilities: [],
        ...(page.about === null ? {} : { about: page.about }),
      });
      const all = releasesOf(page).filter(({ yanked }) => yanked === null);
      versions.set(
        locked.name,
        all.slice(0, MOST_VERSIONS).map(({ version }) => version.text),
      );
    }
    const view: IndexView = { news, versions };
    const text = JSON.stringify([[...news], [...versions]]);
    const { file } = project.manifest;
    if (this.#given.get(file) === text) return false;
    this.#given.set(file, text);
    this.#session.noteIndex(project, view);
    return true;
  }
}

/** What the project asks for itself, of those that are locked: a question for each of a thousand would be rude. */
function directlyLocked({ lock, manifest }: Project): readonly LockedPackage[] {
  const names = new Set(manifest.dependencies.map(({ normalized }) => normalized));
  return lock === null ? [] : [...names].flatMap((name) => ofIndexes(lock, name));
}

function ofIndexes({ byName }: Lock, name: string): readonly LockedPackage[] {
  return (byName.get(name) ?? []).filter(
    ({ source }) => source === null || source.type === 'registry' || source.type === 'legacy',
  );
}

function questionOf(project: Project, locked: LockedPackage): PageAsked {
  return {
    name: locked.name,
    version: locked.version ?? '',
    index: indexAddressOf(project, locked)?.address ?? null,
  };
}

function keyOf({ name, index, version }: PageAsked): string {
  return JSON.stringify([index, name, version]);
}

function releaseOf({
  version,
  files,
}: {
  readonly version: { readonly text: string };
  readonly files: readonly PageFile[];
}): Release {
  return { version: version.text, files: files.map(({ name }) => ({ name, hash: null })) };
}
