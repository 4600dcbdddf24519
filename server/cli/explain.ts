import { dirname } from 'node:path/posix';
import { explain as explainPackage, type Explanation } from '../../overrides-db/explain.ts';
import type { KnowledgeBase } from '../../overrides-db/model.ts';
import { isValidName, normalizeName } from '../python/names.ts';
import type { Project } from '../project/model.ts';
import { TARGET_IDS } from '../targets/registry.ts';
import { ALLOW_ROOT, openSession } from './allowed.ts';
import { choose, UsageError, withUsage } from './arguments.ts';
import { HELP, type CommandSpec } from './command-spec.ts';
import { explainLog } from './explain-log/explain-log.ts';
import { formatVerdict, reportVerdict, verdictsOn } from './explain-verdicts.ts';
import type { CliIo, Subcommand } from './io.ts';
import { joined, json, line, styled, type Printed } from './printed.ts';

const SPEC = {
  name: 'explain',
  synopsis: ['NAME[==VERSION] [options]', '--log FILE [PATH] [options]'],
  summary: 'prints what is known of a package, or what a failed build lacks',
  about: [
    'Prints what is known of a package, and from where; inside of a project, also what the project itself knows of it, and what stands between each need and a warning there. Without a version: over all versions.',
    'With --log: reads the log of a build, and prints what failed in it and which package needs which override. PATH is the project that was built (default: the one in this folder, if there is one).',
  ],
  options: {
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
    { args: 'explain psycopg2==2.9.9', says: 'what one release needs' },
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
      const { name, version } = readRequest(positionals);
      const bundled = io.knowledge();
      const project = projectHere(bundled, values['allow-root'], io);
      const explanation = explainPackage(project?.input.knowledge ?? bundled, name, version);
      const verdicts = project === null ? [] : verdictsOn(project, name, version);
      io.out(
        format === 'json'
          ? json({ ...explanation, project: verdicts.map(reportVerdict) })
          : joined([formatText(explanation, io), ...verdicts.map(formatVerdict)]),
      );
      return 0;
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

function readRequest(positionals: readonly string[]): {
  readonly name: string;
  readonly version: string | null;
} {
  const [request, ...more] = positionals;
  if (request === undefined) throw new UsageError('a package name is missing');
  if (more.length > 0) throw new UsageError('one package at a time');
  const separator = request.indexOf('==');
  const name = separator === -1 ? request : request.slice(0, separator);
  const version = separator === -1 ? null : request.slice(separator + 2).trim();
  if (name.trim() === '') throw new UsageError('a package name is missing');
  if (version === '') throw new UsageError('a version is missing behind ==');
  if (!isValidName(name.trim()))
    throw new UsageError(
      `${JSON.stringify(name)} is no name of a package: write NAME or NAME==VERSION`,
    );
  return { name: normalizeName(name.trim()), version };
}

function formatText(explanation: Explanation, io: CliIo): Printed {
  const { name, version, nativeInputs, wheelLibraries, buildSystems, cargoHash } = explanation;
  const { environment, unmapped, traps, notes } = explanation;
  const title = version === null ? name : `${name} ${version}`;
  const sections = [
    section('Native inputs', nativeInputs, ({ attr, as }) => `${attr} (${as})`),
    section('Libraries of its wheels', wheelLibraries, ({ attr }) => attr),
    section('Build systems', buildSystems, ({ attr }) => attr),
    section('Environment', environment, ({ variable, value }) => `${variable}=${value}`),
    section('Cargo hash', cargoHash === null ? [] : [cargoHash], () => 'a cargo hash'),
    plainSection(
      'Libraries without a known attribute',
      unmapped.map(({ library, source }) => `${library} [${source}]`),
    ),
    plainSection(
      'Mind',
      traps.map(({ message }) => message),
    ),
    plainSection('Notes', notes),
  ].filter((text) => text !== null);
  const heading = styled(BOLD, line`${title}`, io.colour);
  if (sections.length === 0) return line`${heading}\n\nNothing is known of it.\n`;
  return joined([line`${heading}\n`, ...sections]);
}

/** SGR */
const BOLD = 1;

type Row = Explanation['buildSystems'][number] | NonNullable<Explanation['cargoHash']>;

function section<T extends Row>(
  title: string,
  rows: readonly T[],
  label: (row: T) => string,
): Printed | null {
  return plainSection(
    title,
    rows.map((row) => `${label(row)}${limits(row)} [${row.sources.join(', ')}]`),
  );
}

function limits({ optional, systems, distribution, versions, python }: Row): string {
  const parts = [
    optional ? 'optional' : '',
    distribution === null ? '' : `${distribution} only`,
    systems.length === 4 ? '' : systems.join(' '),
    versions === undefined ? '' : versions.map(rangeText).join(' or '),
    python === undefined ? '' : `Python ${python}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function rangeText({ from, until }: { readonly from?: string; readonly until?: string }): string {
  const bounds = [from === undefined ? '' : `>=${from}`, until === undefined ? '' : `<${until}`];
  return bounds.filter((bound) => bound !== '').join(',') || 'any version';
}

function plainSection(title: string, rows: readonly string[]): Printed | null {
  if (rows.length === 0) return null;
  return joined([line`\n${title}\n`, ...rows.map((row) => line`  ${row}\n`)]);
}
