import { notesOf } from '../build-log/notes.ts';
import { LogReader } from '../build-log/read.ts';
import { reportOf } from '../build-log/report.ts';
import type { LoadedProject } from '../session/projects.ts';
import type { ServerContext } from './context.ts';
import { USUAL_TARGET } from '../targets/registry.ts';

const INFO = 3;

/**
 * The command that reads the log of a build: what failed becomes diagnostics of the projects that
 * the document `uri` is part of, of those that are open where it is part of none.
 *
 * @returns what they say, a line for each package of the first project; empty where nothing failed.
 */
export async function explainLog(
  context: ServerContext,
  uri: string | null,
  log: string,
): Promise<string> {
  const { session, heavy } = context;
  const file = uri === null ? null : context.uris.fileOf(uri);
  const own = file === null ? [] : session.projectsOf(file);
  const meant = own.length > 0 ? own : session.openProjects();
  const isLeft = ({ heavyFiles }: LoadedProject): boolean => heavy !== null && heavyFiles.size > 0;
  const noted = noteBuild(
    context,
    log,
    meant.filter((project) => !isLeft(project)),
  );
  const texts = [...noted.texts];
  if (heavy !== null && meant.some(isLeft))
    texts.push(...(await heavy.noteBuild(log, own.length > 0 && file !== null ? [file] : null)));
  context.cachedReports.invalidate();
  context.invalidate();
  context.notify('window/showMessage', {
    type: INFO,
    message: summary(noted.failures, texts.length),
  });
  return noted.hasFailed ? (texts[0] ?? '') : '';
}

/** Takes over what a log says of projects, and answers it in words, a text for each. */
export function noteBuild(
  { session }: ServerContext,
  log: string,
  projects: readonly LoadedProject[],
): {
  readonly hasFailed: boolean;
  readonly failures: number;
  readonly texts: readonly string[];
} {
  const reader = new LogReader();
  reader.push(log);
  const reading = reader.finish();
  const texts: string[] = [];
  for (const { project } of projects) {
    if (project === null) continue;
    const target = project.uses[0]?.target ?? project.settings.target ?? USUAL_TARGET;
    const report = reportOf(reading, project, project.input.knowledge, target);
    const notes = notesOf(report, project.input.nixFiles);
    session.noteBuild(project, notes);
    texts.push(notes.map(({ message }) => `${message}\n`).join(''));
  }
  return { hasFailed: reading.hasFailed, failures: reading.failures.length, texts };
}

function summary(failures: number, projects: number): string {
  if (failures === 0) return 'Nothing in the log failed.';
  if (projects === 0) return 'No project is open that the log could be of.';
  const what = failures === 1 ? 'One build' : `${failures} builds`;
  return `${what} failed; the diagnostics say what is missing, until the lock or a Nix file changes.`;
}
