import { basename, dirname, join } from 'node:path/posix';
import { NEEDS_FILE, printNeeds, readNeeds, type NeedsRow } from '../../inspect/needs-file.ts';
import { isReadBefore, type Inspected } from '../../inspect/inspected.ts';
import { wantedFiles, type WantedFile } from '../../inspect/wanted.ts';
import type { Lock, LockedPackage } from '../../locks/model.ts';
import type { NetworkOptions } from '../../network/access.ts';
import { normalizeName } from '../../python/names.ts';
import { nativePaths } from '../../session/native-paths.ts';
import { keepChecked, readLocal } from '../../session/packages/read-local.ts';
import { readSize } from '../../words.ts';
import { TARGET_IDS } from '../../targets/registry.ts';
import { ALLOW_ROOT, openSession } from '../allowed.ts';
import { choose, UsageError, withUsage } from '../arguments.ts';
import { HELP, type CommandSpec } from '../command-spec.ts';
import { writeChanges } from '../emit-edits.ts';
import { NETWORK_OPTIONS, networkOptions } from '../network-options.ts';
import { lockedProjects, type LockedProject } from '../locked-projects.ts';
import type { CliIo, ExitCode, Subcommand } from '../io.ts';
import { line } from '../printed.ts';
import { untilWritten } from '../until-written.ts';
import { fetchMissingFiles } from './fetch.ts';
import { reportInspection, type Inspection } from './report.ts';

const FORMATS = ['text', 'json'] as const;

const SPEC = {
  name: 'inspect',
  synopsis: ['[PATH] [options]'],
  summary: "reads what a project's packages say themselves of their needs",
  about: [
    'Reads the files that a lock pins, where this machine has them, and says what each needs, with file and line. Without --package those of which nothing was read so far.',
    "It looks into the folders of --from, the caches of pip, Poetry, PDM and uv, and the Nix store; nothing is run, and only --fetch fetches what is not there. A file counts where it has the lock's hash. What was read is kept in your cache, and comes before what recipes say from then on.",
  ],
  options: {
    package: {
      type: 'string',
      multiple: true,
      default: [],
      value: 'NAME',
      help: 'only this package',
    },
    all: { type: 'boolean', default: false, help: 'also those that were read before' },
    wheels: { type: 'boolean', default: false, help: 'also the wheels that are installed' },
    from: {
      type: 'string',
      multiple: true,
      default: [],
      value: 'FOLDER',
      completes: 'folder',
      help: 'a folder that has such files, looked into first',
    },
    fetch: {
      type: 'boolean',
      default: false,
      help: 'fetches what this machine does not have: from the addresses of the lock, or from the index that lock, project or your own tools name',
    },
    'max-size': {
      type: 'string',
      default: '50M',
      value: 'SIZE',
      help: 'the largest file that is fetched without a question',
    },
    ...NETWORK_OPTIONS,
    target: {
      type: 'string',
      value: 'TARGET',
      choices: TARGET_IDS,
      help: 'the files that this target builds',
    },
    write: {
      type: 'boolean',
      default: false,
      help: `also writes ${NEEDS_FILE} beside the lock: committed, it gives everybody the same answers`,
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
    'Exits 0 where every file that was looked for was read, 1 where one was not found, 2 where the project could not be read or a file not be written.',
  examples: [
    { args: 'inspect --all --wheels', says: 'what each file that is built says' },
    { args: 'inspect --write', says: 'all that is not known yet, for the whole team' },
    { args: 'inspect --fetch', says: 'with what this machine does not have, fetched' },
  ],
  completes: 'paths',
} as const satisfies CommandSpec;

/** `inspect`: reads the packages that a lock pins. */
export const inspect: Subcommand = {
  spec: SPEC,
  run: (args, io) =>
    withUsage(SPEC, args, io, ({ values, positionals }) => {
      if (positionals.length > 1) throw new UsageError('one project at a time');
      const format = choose('--format', values.format, FORMATS);
      const target =
        values.target === undefined ? null : choose('--target', values.target, TARGET_IDS);
      const mostBytes = readSize(values['max-size']);
      if (mostBytes === null)
        throw new UsageError(
          `--max-size takes a size, such as 50M, and not ${JSON.stringify(values['max-size'])}`,
        );
      const names = new Set(values.package.map((name) => normalizeName(name)));
      const session = openSession(values['allow-root'], io);
      if (target !== null) session.forceSettings({ target });
      const found = lockedProjects(positionals[0], names, session, io);
      if ('problems' in found) {
        for (const problem of found.problems) say(io, problem);
        return 2;
      }
      const { projects } = found;
      const folders = values.from.map((folder) => nativePaths.resolve(io.cwd, folder));
      const inspections = projects.map(({ loaded, project, lock }) => {
        const isAsked = (locked: LockedPackage): boolean =>
          names.size > 0 ? names.has(locked.name) : values.all || !isReadBefore(project, locked);
        const wanted = wantedFiles(project, isAsked, values.wheels);
        return { loaded, lock, ...readLocal(wanted.files, io.packageFiles, folders), wanted };
      });
      const finish = (results: readonly LockInspection[]): ExitCode => {
        reportInspection(results, { format, knowledge: io.knowledge() }, io);
        const kept = results.map(({ inspected }) => keep(inspected, io)).reduce(worst, 0);
        const written = values.write
          ? results.map((result) => writeNeeds(result, io)).reduce(worst, 0)
          : 0;
        const isMissing = results.some(({ missing }) => missing.length > 0);
        return worst(worst(kept, written), isMissing ? 1 : 0);
      };
      return values.fetch
        ? fetchMissing(inspections, networkOptions(values, io), mostBytes, io).then(finish)
        : finish(inspections);
    }),
};

/** What was read for one lock, and the project that it is of. */
type LockInspection = Inspection & LockedProjectParts;
type LockedProjectParts = Pick<LockedProject, 'loaded' | 'lock'>;

/** Fetches for each lock what was not found; a file that several locks pin once. */
async function fetchMissing<T extends Inspection>(
  inspections: readonly T[],
  options: NetworkOptions,
  mostBytes: number,
  io: CliIo,
): Promise<readonly T[]> {
  const wanted = new Map(
    inspections.flatMap(({ missing }) => missing.map(({ file }) => [keyOf(file), file] as const)),
  );
  if (wanted.size === 0) return inspections;
  const access = await io.network(options);
  try {
    const found = await fetchMissingFiles([...wanted.values()], access, mostBytes, io);
    const inspected = new Map(found.inspected.map((each) => [keyOf(each.file), each]));
    const missing = new Map(found.missing.map((each) => [keyOf(each.file), each]));
    return inspections.map((inspection) => ({
      ...inspection,
      inspected: [
        ...inspection.inspected,
        ...inspection.missing.flatMap(({ file }) => inspected.get(keyOf(file)) ?? []),
      ],
      missing: inspection.missing.flatMap(({ file }) => missing.get(keyOf(file)) ?? []),
    }));
  } finally {
    await access.close();
  }
}

function keyOf({ file, sha256, url }: WantedFile): string {
  return JSON.stringify([file, sha256, url]);
}

/** In the user's cache: what was held against the lock's hash. */
function keep(inspected: readonly Inspected[], io: CliIo): ExitCode {
  const problem = keepChecked(inspected, (name, text) => io.keepReading(name, text));
  if (problem === null) return 0;
  say(io, `what was read could not be kept: ${problem}.`);
  return 2;
}

/** Rows of this lock whose file is no longer locked go; those that were not asked for now stay. */
function writeNeeds(
  { lock, loaded: { boundary }, inspected }: LockInspection,
  io: CliIo,
): ExitCode {
  const own = basename(lock.file);
  const file = join(dirname(lock.file), NEEDS_FILE);
  const rows = inspected
    .filter(({ isChecked }) => isChecked)
    .map(({ file: { name, version, source }, reading }): NeedsRow => ({
      lock: own,
      name,
      version,
      source,
      reading,
    }));
  return untilWritten(io, (held) => {
    const there = held.fileSystem.read(file);
    if (!there.ok && there.problem.kind !== 'missing') {
      say(held, there.problem.message);
      return 2;
    }
    const before = there.ok ? readNeeds(there.text) : { rows: [], problem: null };
    if (before.problem !== null) {
      say(held, `${file} is left as it is: ${before.problem}.`);
      return 2;
    }
    const hashes = new Set(rows.map(({ reading }) => reading.sha256));
    const kept = before.rows.filter(
      (row) => !hashes.has(row.reading.sha256) && (row.lock !== own || isLocked(lock, row)),
    );
    const after = printNeeds([...kept, ...rows]);
    if (there.ok ? there.text === after : rows.length === 0) return 0;
    const change = { file, before: there.ok ? there.text : null, after };
    const code = writeChanges([change], (path) => boundary.mayWrite(path), held);
    if (code === 0) held.out(line`${there.ok ? 'Edited' : 'Created'} ${file}\n`);
    return code;
  });
}

function isLocked({ byName }: Lock, { name, version, reading }: NeedsRow): boolean {
  return (byName.get(name) ?? []).some(
    (locked) =>
      locked.version === version &&
      locked.files.some(({ hash }) => hash === `sha256:${reading.sha256}`),
  );
}

function say(io: CliIo, message: string): void {
  io.err(line`pyproject-nix-ls inspect: ${message}\n`);
}

function worst(a: ExitCode, b: ExitCode): ExitCode {
  return a > b ? a : b;
}
