import { dirname } from 'node:path/posix';
import type { KnowledgeBase } from '../../overrides-db/model.ts';
import type { Project } from '../project/model.ts';
import { TARGET_IDS } from '../targets/registry.ts';
import { ALLOW_ROOT, openSession } from './allowed.ts';
import { choose, UsageError, withUsage } from './arguments.ts';
import { HELP, type CommandSpec } from './command-spec.ts';
import { explainLog } from './explain-log/explain-log.ts';
import { explainRequest } from './explain-package.ts';
import { readRequest } from './explain-request.ts';
import type { CliIo, Subcommand } from './io.ts';
import { verbatim } from './printed.ts';

const SPEC = {
  name: 'explain',
  synopsis: ['NAME [VERSION] [options]', 'DIAGNOSTIC', '--log FILE [PATH] [options]'],
  summary: 'prints what is known of a package, or what a failed build lacks',
  about: [
    "Prints what a package needs: inside of a project, as its lock has it and its Nix files build it; else at a version, at those that a specifier allows ('pillow>=9'), or over all. Of a diagnostic, its page.",
    'With --log: reads the log of a build, and prints what failed in it and which package needs which override. PATH is the project that was built (default: the one in this folder, if there is one).',
  ],
  options: {
    all: {
      type: 'boolean',
      default: false,
      help: 'prints all that is known: when each need holds, who says so, and what stands between it and a warning in the project',
    },
    log: {
      type: 'string',
      value: 'FILE',
      completes: 'file',
      help: 'a file, or - for standard input: what is read goes on to standard output, and what there is to say to standard error',
    },
    target: {
      type: 'string',
      value: 'TARGET',
      choices: TARGET_IDS,
      help: "with --log, how the overrides are written; without it, as the project's Nix files are",
    },
    write: {
      type: 'boolean',
      default: false,
      help: "with --log, writes them into the project's Nix files",
    },
    quiet: {
      type: 'boolean',
      default: false,
      help: 'passes nothing on; nor does --format json. Then all goes to standard output',
    },
    format: {
      type: 'string',
      default: 'text',
      value: 'FORMAT',
      choices: ['text', 'json'],
      help: 'how it is printed',
    },
    'allow-root': ALLOW_ROOT,
    help: HELP,
  },
  exits:
    'Exits 0; with --log, 0 where nothing in the log failed, 1 where something did, and 2 where the log or the project cannot be read or a file not be written.',
  examples: [
    { args: 'explain psycopg2 2.9.9', says: 'what one release needs' },
    { args: 'explain --log build.log --write', says: 'mends what a failed build lacked' },
  ],
  completes: 'nothing',
} as const satisfies CommandSpec;

/** `explain`: what is known of one package. A name that nobody knows is an answer too. */
export const explain: Subcommand = {
  spec: SPEC,
  run: (args, io) =>
    withUsage(SPEC, args, io, ({ values, positionals }) => {
      const format = choose('--format', values.format, ['text', 'json'] as const);
      if (values.log !== undefined) {
        const [path = null, ...more] = positionals;
        if (more.length > 0) throw new UsageError('one project at a time');
        const target =
          values.target === undefined ? null : choose('--target', values.target, TARGET_IDS);
        const { log, write, quiet } = values;
        const allowRoots = values['allow-root'];
        return explainLog({ log, path, target, write, quiet, format, allowRoots }, io);
      }
      if (values.write || values.quiet || values.target !== undefined)
        throw new UsageError('--write, --quiet and --target need --log');
      const [first, ...others] = positionals;
      const page = first === undefined || others.length > 0 ? null : io.rulePage(first);
      if (page !== null && format === 'text') {
        io.out(verbatim(page));
        return 0;
      }
      const request = readRequest(positionals);
      const bundled = io.knowledge();
      const project = projectHere(bundled, values['allow-root'], io);
      return explainRequest(request, { format, all: values.all, bundled, project }, io);
    }),
};

/** The project that the current folder is part of; its own facts are among what it knows. */
function projectHere(
  bundled: KnowledgeBase,
  allowRoots: readonly string[],
  io: CliIo,
): Project | null {
  const session = openSession(allowRoots, io, bundled);
  for (let folder = io.cwd; ; folder = dirname(folder)) {
    const [manifest] = session.manifestsIn(folder);
    if (manifest !== undefined) return session.project(manifest).project;
    if (dirname(folder) === folder) return null;
  }
}
