import type { LockedPackage } from '../../locks/model.ts';
import type { TargetId } from '../../nix/api.ts';
import type { Project, Severity } from '../../project/model.ts';
import type { Session } from '../../session/session.ts';
import { normalizeName } from '../../python/names.ts';
import { TARGET_IDS } from '../../targets/registry.ts';
import { ALLOW_ROOT, openSession } from '../allowed.ts';
import { choose, UsageError, withUsage } from '../arguments.ts';
import { reportDiagnostics } from '../check/report.ts';
import { formatSarif } from '../check/sarif-format.ts';
import { HELP, type CommandSpec } from '../command-spec.ts';
import { HostQuestions } from '../host-questions.ts';
import type { CliIo, ExitCode, Subcommand } from '../io.ts';
import { lockedProjects } from '../locked-projects.ts';
import { NETWORK_OPTIONS, networkOptions } from '../network-options.ts';
import { line, type Printed } from '../printed.ts';
import { indexViewOf } from './index-view.ts';
import { reportOf, reportOutdated, type OutdatedReport } from './outdated-report.ts';

const FORMATS = ['text', 'json', 'sarif'] as const;

const SPEC = {
  name: 'outdated',
  synopsis: ['[PATH] [options]'],
  summary: 'says which newer releases there are, and what they cost on Nix',
  about: [
    'Asks the index of each dependency that is locked, and says which release the manifest allows and which is newest. Where an update changes what Nix has to build, it says that before it is made: a wheel that is gone for a system, a library that nobody provides.',
    'The index is the one that lock or project name, else the default one of your own tools. Nothing is changed.',
  ],
  options: {
    package: {
      type: 'string',
      multiple: true,
      default: [],
      value: 'NAME',
      help: 'only this package',
    },
    all: {
      type: 'boolean',
      default: false,
      help: 'every package that is locked, not only the dependencies of the project itself',
    },
    ...NETWORK_OPTIONS,
    target: {
      type: 'string',
      value: 'TARGET',
      choices: TARGET_IDS,
      help: 'judges by this target',
    },
    format: {
      type: 'string',
      default: 'text',
      value: 'FORMAT',
      choices: FORMATS,
      help: 'what is printed',
    },
    'allow-root': ALLOW_ROOT,
    help: HELP,
  },
  exits:
    'Exits 0 where nothing newer is there, 1 where something is, 2 where the project could not be read or an index not be asked.',
  examples: [
    { args: 'outdated', says: 'of the dependencies of the project here' },
    { args: 'outdated --package pillow --format json', says: 'of one package, for a script' },
  ],
  completes: 'paths',
} as const satisfies CommandSpec;

/** `outdated`: what is newer than what is locked. */
export const outdated: Subcommand = {
  spec: SPEC,
  run: (args, io) =>
    withUsage(SPEC, args, io, ({ values, positionals }): ExitCode | Promise<ExitCode> => {
      if (positionals.length > 1) throw new UsageError('one project at a time');
      const format = choose('--format', values.format, FORMATS);
      const target =
        values.target === undefined ? null : choose('--target', values.target, TARGET_IDS);
      const options = networkOptions(values, io);
      const names = new Set(values.package.map((name) => normalizeName(name)));
      const session = openSession(values['allow-root'], io);
      if (target !== null) session.forceSettings({ target });
      const found = lockedProjects(positionals[0], names, session, io);
      if ('problems' in found) {
        for (const problem of found.problems) io.err(line`pyproject-nix-ls outdated: ${problem}\n`);
        return 2;
      }
      const isAsked = (project: Project, { name }: LockedPackage): boolean =>
        names.size > 0
          ? names.has(name)
          : values.all || project.manifest.dependencies.some((each) => each.normalized === name);
      const ask = async (): Promise<ExitCode> => {
        const access = await io.network(options);
        const { askIndex } = await import('../../network/index-news.ts');
        const questions = new HostQuestions(access, io);
        try {
          const reports: OutdatedReport[] = [];
          for (const each of found.projects) {
            const packages = each.lock.packages.filter((locked) => isAsked(each.project, locked));
            // Projects of one folder ask the same indexes.
            // oxlint-disable-next-line no-await-in-loop
            const asked = await askIndex(access, each.project, packages, (host) =>
              questions.agrees(host),
            );
            reports.push(reportOf(each, asked));
          }
          io.out(
            format === 'sarif'
              ? sarifOf(reports, session, target, io)
              : reportOutdated(reports, format),
          );
          if (reports.some(({ asked }) => asked.some((one) => 'why' in one))) return 2;
          return reports.some(({ rows }) => rows.length > 0) ? 1 : 0;
        } finally {
          await access.close();
        }
      };
      return ask();
    }),
};

/** As diagnostics at the places of the packages. */
function sarifOf(
  reports: readonly OutdatedReport[],
  session: Session,
  target: TargetId | null,
  io: CliIo,
): Printed {
  // It is off for everybody else.
  const severity = new Map<string, Severity>([[CODE, 'hint']]);
  session.forceSettings({ severity, ...(target === null ? {} : { target }) });
  const diagnostics = reports.flatMap((report) => {
    session.noteIndex(report.project, indexViewOf(report, report.asked));
    return reportDiagnostics(session.project(report.project.manifest.file));
  });
  return formatSarif(
    diagnostics.filter(({ code }) => code === CODE),
    io.cwd,
    io.version,
  );
}

const CODE = 'outdated-version';
