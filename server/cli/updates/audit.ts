import type { Advisory } from '../../index/osv.ts';
import type { NetworkAccess } from '../../network/access.ts';
import { hostOf } from '../../network/hosts.ts';
import type { AskedPackage } from '../../network/index-news.ts';
import { nativePaths } from '../../session/native-paths.ts';
import { reasonOf } from '../../session/system-error.ts';
import { readDatabase } from '../../session/vulnerability-database.ts';
import { ALLOW_ROOT, openSession } from '../allowed.ts';
import { choose, UsageError, withUsage } from '../arguments.ts';
import { byPlace, reportDiagnostics, type DiagnosticReport } from '../check/report.ts';
import { formatGithub } from '../check/github-format.ts';
import { formatSarif } from '../check/sarif-format.ts';
import { formatText } from '../check/text-format.ts';
import { HELP, type CommandSpec } from '../command-spec.ts';
import { HostQuestions } from '../host-questions.ts';
import type { CliIo, ExitCode, Subcommand } from '../io.ts';
import { lockedProjects, type LockedProject } from '../locked-projects.ts';
import { NETWORK_OPTIONS, networkOptions } from '../network-options.ts';
import { joined, json, line, type Printed } from '../printed.ts';
import { indexViewOf } from './index-view.ts';

const FORMATS = ['text', 'json', 'sarif', 'github'] as const;
type Format = (typeof FORMATS)[number];

/** The diagnostics that this command is about. */
const CODES: ReadonlySet<string> = new Set(['yanked-version', 'known-vulnerability']);

const SPEC = {
  name: 'audit',
  synopsis: ['[PATH] [options]'],
  summary: 'says which locked releases are withdrawn or have known vulnerabilities',
  about: [
    'Asks the index of each locked package whether the release was withdrawn (yanked). With --database or --service it also says which vulnerabilities are known of it, from entries in OSV’s format.',
    'A service is sent names and versions of what is locked, and nothing else. With --offline no index is asked, and --database alone counts.',
  ],
  options: {
    database: {
      type: 'string',
      multiple: true,
      default: [],
      value: 'PATH',
      completes: 'file',
      help: 'entries in OSV’s format: a JSON file, a folder of them, or a zip',
    },
    service: {
      type: 'string',
      value: 'URL',
      help: 'a service of OSV’s API',
    },
    offline: { type: 'boolean', default: false, help: 'asks no index' },
    ...NETWORK_OPTIONS,
    format: {
      type: 'string',
      default: 'text',
      value: 'FORMAT',
      choices: FORMATS,
      help: 'how it is printed',
    },
    'allow-root': ALLOW_ROOT,
    help: HELP,
  },
  exits:
    'Exits 0 where nothing is found, 1 where something is, 2 where the project or a database could not be read, or an index or service not be asked.',
  examples: [
    { args: 'audit --database osv/PyPI/all.zip', says: 'what is withdrawn or vulnerable' },
    { args: 'audit --format sarif > audit.sarif', says: 'what is withdrawn, for a workflow' },
  ],
  completes: 'paths',
} as const satisfies CommandSpec;

/** `audit`: what is known against what is locked. */
export const audit: Subcommand = {
  spec: SPEC,
  run: (args, io) =>
    withUsage(SPEC, args, io, ({ values, positionals }): ExitCode | Promise<ExitCode> => {
      if (positionals.length > 1) throw new UsageError('one project at a time');
      const format = choose('--format', values.format, FORMATS);
      const { service, offline } = values;
      if (service !== undefined && hostOf(service) === null)
        throw new UsageError(`--service takes an address, and not ${JSON.stringify(service)}`);
      if (offline && (service !== undefined || values.database.length === 0))
        throw new UsageError('--offline is for --database, and without --service');
      const options = networkOptions(values, io);
      const session = openSession(values['allow-root'], io);
      const found = lockedProjects(positionals[0], new Set(), session, io);
      if ('problems' in found) {
        for (const problem of found.problems) say(io, problem);
        return 2;
      }
      const databases = databasesOf(values.database, io);
      if (databases === null) return 2;
      const finish = (learned: readonly Learned[]): ExitCode => {
        const reports = learned.map(({ locked, asked, advisories }) => {
          const view = indexViewOf(locked, asked, [...databases, ...advisories]);
          session.noteIndex(locked.project, view);
          return reportDiagnostics(session.project(locked.project.manifest.file));
        });
        const diagnostics = reports
          .flat()
          .filter(({ code }) => CODES.has(code))
          .toSorted(byPlace);
        const hasEntries = service !== undefined || values.database.length > 0;
        io.out(printed(diagnostics, learned, hasEntries, format, io));
        const problems = new Set(
          learned.flatMap(({ asked, problems: own }) => [...whyNot(asked), ...own]),
        );
        for (const problem of problems) say(io, problem);
        return problems.size > 0 ? 2 : diagnostics.length > 0 ? 1 : 0;
      };
      if (offline)
        return finish(
          found.projects.map((locked) => ({ locked, asked: [], advisories: [], problems: [] })),
        );
      const ask = async (): Promise<ExitCode> => {
        const access = await io.network(
          service === undefined ? options : withOwn(options, hostOf(service)),
        );
        try {
          return finish(await learn(found.projects, service ?? null, access, io));
        } finally {
          await access.close();
        }
      };
      return ask();
    }),
};

/** What was learned of one project. */
interface Learned {
  readonly locked: LockedProject;
  readonly asked: readonly AskedPackage[];
  readonly advisories: readonly Advisory[];
  readonly problems: readonly string[];
}

async function learn(
  projects: readonly LockedProject[],
  service: string | null,
  access: NetworkAccess,
  io: CliIo,
): Promise<readonly Learned[]> {
  const { askIndex } = await import('../../network/index-news.ts');
  const { askAdvisories } = await import('../../network/advisories.ts');
  const questions = new HostQuestions(access, io);
  const agrees = (host: string): Promise<boolean> => questions.agrees(host);
  const learned: Learned[] = [];
  for (const locked of projects) {
    const { packages } = locked.lock;
    // oxlint-disable-next-line no-await-in-loop
    const [asked, entries] = await Promise.all([
      askIndex(access, locked.project, packages, agrees),
      service === null
        ? ({ kind: 'advisories', advisories: [] } as const)
        : askAdvisories(access, service, packages, agrees),
    ]);
    learned.push({
      locked,
      asked,
      advisories: entries.kind === 'advisories' ? entries.advisories : [],
      problems: entries.kind === 'problem' ? [`no service was asked: ${entries.problem}.`] : [],
    });
  }
  return learned;
}

/** The service that a command line names may be asked. */
function withOwn<T extends { readonly allowHosts: readonly string[] }>(
  options: T,
  host: string | null,
): T {
  return host === null ? options : { ...options, allowHosts: [...options.allowHosts, host] };
}

function databasesOf(paths: readonly string[], io: CliIo): readonly Advisory[] | null {
  const advisories: Advisory[] = [];
  for (const path of paths) {
    const absolute = nativePaths.native(nativePaths.resolve(io.cwd, path));
    try {
      advisories.push(...readDatabase(absolute));
    } catch (error) {
      say(io, `${path} cannot be read: ${reasonOf(error)}.`);
      return null;
    }
  }
  return advisories;
}

function printed(
  diagnostics: readonly DiagnosticReport[],
  learned: readonly Learned[],
  hasEntries: boolean,
  format: Format,
  io: CliIo,
): Printed {
  switch (format) {
    case 'sarif':
      return formatSarif(diagnostics, io.cwd, io.version);
    case 'github':
      return formatGithub(diagnostics, io.cwd);
    case 'json':
      return json({
        formatVersion: 1,
        diagnostics: diagnostics.map((each) => ({
          ...each,
          file: nativePaths.native(each.file),
          project: nativePaths.native(each.project),
        })),
      });
    case 'text': {
      const known = learned.flatMap(({ asked }) => asked).filter((one) => 'news' in one).length;
      const packages = learned.reduce((sum, { locked }) => sum + locked.lock.packages.length, 0);
      return joined([
        formatText(diagnostics, io.cwd, io),
        ...(diagnostics.length === 0 && (known > 0 || hasEntries)
          ? [line`Nothing found in what was looked at.\n`]
          : []),
        line`Asked whether they are withdrawn: ${known} of ${packages} locked packages.\n`,
        ...(hasEntries
          ? []
          : [line`Vulnerabilities were not looked for: --database or --service does.\n`]),
      ]);
    }
  }
}

function* whyNot(asked: readonly AskedPackage[]): Iterable<string> {
  const packages = new Map<string, string[]>();
  for (const one of asked)
    if ('why' in one) packages.set(one.why, [...(packages.get(one.why) ?? []), one.locked.name]);
  for (const [why, names] of packages)
    yield `not known whether they are withdrawn, as ${why}: ${names.join(', ')}.`;
}

function say(io: CliIo, message: string): void {
  io.err(line`pyproject-nix-ls audit: ${message}\n`);
}
