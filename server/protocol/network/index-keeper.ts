import type { Project } from '../../project/model.ts';
import type { Session } from '../../session/session.ts';
import type { HeavyProjects } from '../worker/heavy-projects.ts';
import { indexQuestions, IndexViews } from '../index-views.ts';
import { KeptAnswers, type IndexQuestions } from '../kept-answers.ts';
import type { ServerNetwork } from './server-network.ts';

/** Milliseconds after the last change before anybody is asked. */
const QUIET_MS = 1_000;

/** What an `IndexKeeper` works with. */
export interface IndexKeeperHost {
  readonly session: Session;
  readonly network: ServerNetwork;
  /** The projects that a worker answers for; null where there is none. */
  readonly heavy: Pick<HeavyProjects, 'indexQuestions' | 'noteIndex'> | null;
  /** What may be asked at this moment. */
  readonly allowed: () => { readonly pages: boolean; readonly releases: boolean };
  /** Called when projects know more than before. */
  readonly learned: () => void;
  /** Called with why a database or service of vulnerabilities says nothing, a clause. */
  readonly failed: (why: string) => void;
}

/**
 * Asks the indexes of the projects that are open, where the user's own configuration says so, and gives the projects
 * what they answer. Nobody waits for it.
 */
export class IndexKeeper {
  readonly #host: IndexKeeperHost;
  readonly #answers = new KeptAnswers();
  readonly #views: IndexViews;
  #waits: NodeJS.Timeout | null = null;
  #isAsking = false;
  /** Whether something has changed while it was asking. */
  #isStale = false;

  constructor(host: IndexKeeperHost) {
    this.#host = host;
    this.#views = new IndexViews(host.session);
  }

  /** To be called when what is open may have changed. */
  look(): void {
    const { pages, releases } = this.#host.allowed();
    if (!pages && !releases) return;
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
    if (this.#isAsking) {
      this.#isStale = true;
      return;
    }
    this.#isAsking = true;
    try {
      await this.#askAndGive();
    } catch {
      // A thread has ended; the next look starts another.
    } finally {
      this.#isAsking = false;
    }
    if (!this.#isStale) return;
    this.#isStale = false;
    this.look();
  }

  async #askAndGive(): Promise<void> {
    const { heavy, learned } = this.#host;
    const own = this.#allowed(indexQuestions(this.#openProjects()));
    const left = heavy === null ? NOTHING : this.#allowed(await heavy.indexQuestions());
    await this.#learn({
      pages: [...own.pages, ...left.pages],
      releases: [...own.releases, ...left.releases],
    });
    // What is open may be other projects by now.
    const knowsMore = this.#views.give(this.#openProjects(), this.#answers);
    if (heavy !== null) await heavy.noteIndex(left, this.#answers);
    if (knowsMore) learned();
  }

  #allowed({ pages, releases }: IndexQuestions): IndexQuestions {
    const allowed = this.#host.allowed();
    return { pages: allowed.pages ? pages : [], releases: allowed.releases ? releases : [] };
  }

  async #learn(questions: IndexQuestions): Promise<void> {
    const { network } = this.#host;
    const { pages, releases } = this.#answers.missing(questions);
    if (pages.length > 0) {
      const answers = await network.pages(pages);
      for (const [at, page] of pages.entries()) this.#answers.takePage(page, answers[at] ?? null);
    }
    if (releases.length > 0) {
      const answers = await network.vulnerabilities(releases);
      if ('problem' in answers) this.#host.failed(answers.problem);
      const found = 'problem' in answers ? [] : answers.found;
      for (const [at, release] of releases.entries())
        this.#answers.takeVulnerabilities(release, found[at] ?? []);
    }
  }

  #openProjects(): readonly Project[] {
    return this.#host.session.openProjects().flatMap(({ project }) => project ?? []);
  }
}

const NOTHING: IndexQuestions = { pages: [], releases: [] };
