import { indexViewOf, pageQuestions, releaseQuestions, type IndexAnswers } from '../index/view.ts';
import type { Project } from '../project/model.ts';
import type { Session } from '../session/session.ts';
import type { IndexQuestions } from './kept-answers.ts';

/** What there is to be known of projects. */
export function indexQuestions(projects: readonly Project[]): IndexQuestions {
  return { pages: projects.flatMap(pageQuestions), releases: projects.flatMap(releaseQuestions) };
}

/** Gives the projects of a session what was answered. */
export class IndexViews {
  readonly #session: Session;
  /** What was given last, by manifest. */
  readonly #given = new Map<string, string>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Whether any of them knows something else than before. */
  give(projects: readonly Project[], answers: IndexAnswers): boolean {
    return projects.filter((project) => this.#giveOne(project, answers)).length > 0;
  }

  #giveOne(project: Project, answers: IndexAnswers): boolean {
    const view = indexViewOf(project, answers);
    const text = JSON.stringify([[...view.news], [...view.versions]]);
    const { file } = project.manifest;
    if (this.#given.get(file) === text) return false;
    this.#given.set(file, text);
    this.#session.noteIndex(project, view);
    return true;
  }
}
