import type { IndexAnswers, PageAnswer, PageQuestion, ReleaseQuestion } from '../index/view.ts';
import { releaseKey, type Vulnerability } from '../project/model.ts';

/** Milliseconds for which nothing is asked again; what is kept on disk has its own time. */
const FRESH_MS = 3_600_000;

/** What is to be asked, or was. */
export interface IndexQuestions {
  readonly pages: readonly PageQuestion[];
  readonly releases: readonly ReleaseQuestion[];
}

interface Kept<Answer> {
  readonly answer: Answer;
  readonly at: number;
}

/** What indexes and databases have answered, for an hour. */
export class KeptAnswers implements IndexAnswers {
  readonly #pages = new Map<string, Kept<PageAnswer>>();
  readonly #vulnerabilities = new Map<string, Kept<readonly Vulnerability[]>>();

  page(question: PageQuestion): PageAnswer | undefined {
    return this.#pages.get(pageKey(question))?.answer;
  }

  vulnerabilities({ name, version }: ReleaseQuestion): readonly Vulnerability[] | undefined {
    return this.#vulnerabilities.get(releaseKey(name, version))?.answer;
  }

  takePage(question: PageQuestion, answer: PageAnswer): void {
    this.#pages.set(pageKey(question), { answer, at: Date.now() });
  }

  takeVulnerabilities({ name, version }: ReleaseQuestion, answer: readonly Vulnerability[]): void {
    this.#vulnerabilities.set(releaseKey(name, version), { answer, at: Date.now() });
  }

  /** Those of which nothing is known, or not any more. Each once. */
  missing({ pages, releases }: IndexQuestions): IndexQuestions {
    return {
      pages: once(pages, pageKey, this.#pages),
      releases: once(
        releases,
        ({ name, version }) => releaseKey(name, version),
        this.#vulnerabilities,
      ),
    };
  }
}

function once<Question>(
  questions: readonly Question[],
  keyOf: (question: Question) => string,
  kept: ReadonlyMap<string, Kept<unknown>>,
): readonly Question[] {
  const found = new Map<string, Question>();
  for (const question of questions) {
    const key = keyOf(question);
    const at = kept.get(key)?.at;
    if (at === undefined || Date.now() - at > FRESH_MS) found.set(key, question);
  }
  return [...found.values()];
}

function pageKey({ name, index, version }: PageQuestion): string {
  return JSON.stringify([index, name, version]);
}
