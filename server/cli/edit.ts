import { dirname } from 'node:path/posix';
import type { InputList } from '../../overrides-db/model.ts';
import type { NixFiles, OverridePlan, OverrideRequest, RequestedNeed } from '../nix/api.ts';
import { planOverrides, wantedFiles } from '../nix/api.ts';
import type { FileChange } from '../session/file-system.ts';
import { loadWantedInto, type LoadLimits } from '../session/load-wanted.ts';
import { nixTextsJoin } from '../session/nix-texts.ts';
import { readerAround } from '../session/reader-around.ts';
import type { BoundedReader } from '../session/bounded-reader.ts';
import { ALLOW_ROOT, allowedFor, tellRefused } from './allowed.ts';
import { subjectFor } from '../project/overrides/request.ts';
import { targetOf, TARGET_IDS } from '../targets/registry.ts';
import { choose, UsageError, withUsage } from './arguments.ts';
import { HELP, type CommandSpec } from './command-spec.ts';
import { changedFiles, printWritten, writeChanges } from './emit-edits.ts';
import type { CliIo, Subcommand, ExitCode } from './io.ts';
import { untilWritten } from './until-written.ts';
import { printPatch } from './patch.ts';
import { json, line } from './printed.ts';
import { nativePaths } from '../session/native-paths.ts';

const LIST = { type: 'string', multiple: true, default: [] as string[] } as const;

const SPEC = {
  name: 'edit',
  synopsis: ['FILE.nix --target TARGET [--package NAME] [options]'],
  summary: 'plans one override in a Nix file',
  about: [
    'Plans one override, from FILE.nix through the files that it imports, and prints it as a patch. For the target mkshell there is no package: the libraries go into the shell.',
  ],
  options: {
    target: {
      type: 'string',
      value: 'TARGET',
      choices: TARGET_IDS,
      help: 'what builds the packages',
    },
    package: { type: 'string', value: 'NAME', help: 'the Python package' },
    'build-input': { ...LIST, value: 'ATTR', help: 'a library of nixpkgs, such as zlib' },
    'native-build-input': {
      ...LIST,
      value: 'ATTR',
      help: 'a program of nixpkgs that the build runs',
    },
    'propagated-build-input': {
      ...LIST,
      value: 'ATTR',
      help: 'a library of nixpkgs that those who use the package see too',
    },
    'build-system': {
      ...LIST,
      value: 'NAME',
      help: 'a package of the Python set, such as setuptools',
    },
    'without-dependency': {
      ...LIST,
      value: 'NAME',
      help: 'a dependency that is not to be propagated, for it leads back to the package (poetry2nix)',
    },
    dependency: {
      ...LIST,
      value: 'NAME',
      help: 'a package of the Python set that it needs when it runs and does not say so',
    },
    'relax-dependency': {
      ...LIST,
      value: 'NAME',
      help: 'a dependency whose version is not compared with what its metadata asks for',
    },
    'ignore-library': {
      ...LIST,
      value: 'FILE',
      help: 'a shared library that a wheel links and that is found when it runs, such as libcuda.so.1',
    },
    'prefer-wheel': { type: 'boolean', default: false, help: 'installs from the wheel' },
    cargo: {
      type: 'boolean',
      default: false,
      help: 'vendors the crates, with the hash to be filled in',
    },
    env: { ...LIST, value: 'NAME=VALUE', help: 'a variable of the build' },
    write: { type: 'boolean', default: false, help: 'changes the files' },
    format: {
      type: 'string',
      default: 'text',
      value: 'FORMAT',
      choices: ['text', 'json'],
      help: 'json has { formatVersion, outcome, because, reason, files }',
    },
    'allow-root': ALLOW_ROOT,
    help: HELP,
  },
  exits:
    'Exits 0, also where all is there already; 1 where nothing could be placed; 2 where the files cannot be read or written.',
  examples: [
    {
      args: 'edit shell.nix --target mkshell --build-input zlib',
      says: 'a library for what is compiled in a shell',
    },
    {
      args: 'edit default.nix --target poetry2nix --package pycups --build-input cups --write',
      says: 'one for a package, into the file',
    },
  ],
  completes: 'paths',
} as const satisfies CommandSpec;

/** How far the imports of one entry are followed. */
const LIMITS: LoadLimits = { files: 500, rounds: 500 };

/** `edit`: plans one override in the user's Nix files. */
export const edit: Subcommand = {
  spec: SPEC,
  run: (args, io) =>
    withUsage(SPEC, args, io, ({ values, positionals }) => {
      const format = choose('--format', values.format, ['text', 'json'] as const);
      const [file, ...more] = positionals;
      if (file === undefined) throw new UsageError('a Nix file is missing');
      if (more.length > 0) throw new UsageError('one Nix file at a time');
      if (values.target === undefined) throw new UsageError('--target is missing');
      const target = choose('--target', values.target, TARGET_IDS);
      const { subject } = targetOf(target).asks;
      if (subject === 'package' && values.package === undefined)
        throw new UsageError(`--package is missing, which ${target} needs`);
      const name = values.package ?? '';
      const request: OverrideRequest = {
        target,
        subject: subjectFor(name, target),
        needs: [
          ...inputs('buildInputs', values['build-input']),
          ...inputs('nativeBuildInputs', values['native-build-input']),
          ...inputs('propagatedBuildInputs', values['propagated-build-input']),
          ...named('build-system', values['build-system']),
          ...(values['prefer-wheel'] ? [{ kind: 'wheel' } as const] : []),
          ...(values.cargo ? [CARGO_HASH] : []),
          ...values.env.map(readVariable),
          ...named('without-dependency', values['without-dependency']),
          ...named('dependency', values.dependency),
          ...named('relaxed-dependency', values['relax-dependency']),
          ...named('ignored-library', values['ignore-library']),
        ],
      };
      const entry = nativePaths.resolve(io.cwd, file);
      const options = { format, write: values.write, allowRoots: values['allow-root'] };
      if (!values.write) return run(entry, request, options, io);
      return untilWritten(io, (held) => run(entry, request, options, held));
    }),
};

function inputs(list: InputList, attrs: readonly string[]): readonly RequestedNeed[] {
  return attrs.map((attr) => ({ kind: 'input', list, attr }));
}

function named(
  kind:
    | 'build-system'
    | 'without-dependency'
    | 'dependency'
    | 'relaxed-dependency'
    | 'ignored-library',
  names: readonly string[],
): readonly RequestedNeed[] {
  return names.map((name) => ({ kind, name }));
}

const CARGO_HASH: RequestedNeed = { kind: 'cargo-hash', root: null, hooksByDefaults: false };

function readVariable(text: string): RequestedNeed {
  const separator = text.indexOf('=');
  if (separator < 1)
    throw new UsageError(`--env takes NAME=VALUE, and not ${JSON.stringify(text)}`);
  return {
    kind: 'environment',
    name: text.slice(0, separator),
    value: text.slice(separator + 1),
  };
}

interface Options {
  readonly format: 'text' | 'json';
  readonly write: boolean;
  readonly allowRoots: readonly string[];
}

function run(entry: string, request: OverrideRequest, options: Options, io: CliIo): ExitCode {
  const read = io.fileSystem.read(entry);
  if (!read.ok) {
    io.err(line`pyproject-nix-ls edit: ${read.problem.message}\n`);
    return 2;
  }
  const allowed = { ...allowedFor(options.allowRoots, io), named: [entry] };
  const reader = readerAround(dirname(entry), io.fileSystem, allowed, (message) =>
    tellRefused(message, io),
  );
  const files = loadImports(entry, read.text, reader);
  const plan = planOverrides(files, entry, [request]);
  const changed =
    plan.outcome === 'edited' ? changedFiles(plan, (path) => files.get(path) ?? '') : [];
  if (options.write) {
    const { boundary } = reader;
    if (writeChanges(changed, (path) => boundary.mayWrite(path), io) !== 0) return 2;
  }
  report(plan, changed, options, io);
  return plan.outcome === 'not-editable' ? 1 : 0;
}

/** The text of the entry and of all that it imports, as far as they can be read. */
function loadImports(entry: string, text: string, reader: BoundedReader): NixFiles {
  const read = (file: string): string | null => reader.load(file).source?.text ?? null;
  const join = nixTextsJoin(reader);
  const first = join(new Map(), new Map([[entry, text]]));
  return loadWantedInto(first, (files) => wantedFiles(files, entry), read, join, LIMITS);
}

function report(
  plan: OverridePlan,
  changed: readonly FileChange[],
  { format, write }: Options,
  io: CliIo,
): void {
  const reason = plan.outcome === 'edited' ? '' : plan.reason;
  if (format === 'json') {
    const files = Object.fromEntries(changed.map(({ file, after }) => [file, after]));
    const because = plan.outcome === 'not-editable' ? plan.because : null;
    const document = { formatVersion: 1, outcome: plan.outcome, because, reason, files };
    io.out(json(document));
    return;
  }
  if (plan.outcome === 'present')
    io.err(line`pyproject-nix-ls edit: nothing to change: ${reason}\n`);
  if (plan.outcome === 'not-editable')
    io.err(line`pyproject-nix-ls edit: nothing could be placed: ${reason}\n`);
  if (write) printWritten(changed, io);
  else printPatch(changed, io);
}
