import { rules } from '../../rules/registry.ts';
import { sessionCodes } from '../../session/session-findings.ts';
import { TARGET_IDS } from '../../targets/registry.ts';
import { ALLOW_ROOT } from '../allowed.ts';
import { choose, UsageError, withUsage, type Parsed } from '../arguments.ts';
import { HELP, type CommandSpec } from '../command-spec.ts';
import type { Subcommand } from '../io.ts';
import { didYouMean } from '../nearest.ts';
import { printFixes, writeAllFixes } from './fix-run.ts';
import { look } from './look.ts';
import { pathsOf } from './projects.ts';
import { FAIL_ON, FORMATS, type CheckOptions } from './options.ts';

const SPEC = {
  name: 'check',
  synopsis: ['[PATH…] [options]'],
  summary: 'prints what is wrong with projects, and exits 1 then',
  about: ['Checks the projects in files or folders (default: this folder).'],
  options: {
    recursive: {
      type: 'boolean',
      short: 'r',
      default: false,
      help: 'every project below the folders',
    },
    format: {
      type: 'string',
      default: 'text',
      value: 'FORMAT',
      choices: FORMATS,
      help: 'how it is printed, full with the lines of the files',
    },
    fix: {
      type: 'boolean',
      default: false,
      help: 'first mends in manifests what can be mended without changing what they mean',
    },
    diff: {
      type: 'boolean',
      default: false,
      help: 'prints what --fix would change as a patch, and nothing else; exits 1 where that is something',
    },
    watch: {
      type: 'boolean',
      default: false,
      help: 'checks again whenever a file that counts has changed, until it is interrupted',
    },
    statistics: {
      type: 'boolean',
      default: false,
      help: 'prints how often each diagnostic is found in place of the diagnostics',
    },
    'fail-on': {
      type: 'string',
      default: 'warning',
      value: 'SEVERITY',
      choices: FAIL_ON,
      help: 'from which severity on it fails',
    },
    select: {
      type: 'string',
      multiple: true,
      default: [] as string[],
      value: 'CODES',
      help: 'these diagnostics alone, with commas',
    },
    ignore: {
      type: 'string',
      multiple: true,
      default: [] as string[],
      value: 'CODES',
      help: 'all but these',
    },
    target: { type: 'string', value: 'TARGET', choices: TARGET_IDS, help: 'judges by this target' },
    'allow-root': ALLOW_ROOT,
    help: HELP,
  },
  exits:
    'Exits 0 where nothing is found at or above --fail-on, 1 where something is, 2 where a path could not be checked.',
  examples: [
    { args: 'check', says: 'the project here' },
    {
      args: 'check --recursive --format github --fail-on error',
      says: 'all projects below, in a workflow',
    },
  ],
  completes: 'paths',
} as const satisfies CommandSpec;

/** `check`: what the rules say of projects. */
export const check: Subcommand = {
  spec: SPEC,
  run: (args, io) =>
    withUsage(SPEC, args, io, (parsed) => {
      const options = readOptions(parsed);
      if (parsed.values.watch) io.keepWatch?.(pathsOf(options, io));
      if (options.diff) return printFixes(options, io);
      if (options.fix && writeAllFixes(options, io) === 2) return 2;
      return look(options, io);
    }),
};

function readOptions({ values, positionals }: Parsed<(typeof SPEC)['options']>): CheckOptions {
  return {
    paths: positionals.length === 0 ? ['.'] : positionals,
    recursive: values.recursive,
    format: choose('--format', values.format, FORMATS),
    fix: values.fix,
    diff: values.diff,
    statistics: values.statistics,
    failOn: choose('--fail-on', values['fail-on'], FAIL_ON),
    select: codes('--select', values.select),
    ignore: codes('--ignore', values.ignore),
    target: values.target === undefined ? null : choose('--target', values.target, TARGET_IDS),
    allowRoots: values['allow-root'],
  };
}

function codes(option: string, given: readonly string[]): ReadonlySet<string> {
  const known = new Set([...rules.map(({ id }) => id), ...Object.keys(sessionCodes)]);
  const named = given.flatMap((list) => list.split(',')).map((code) => code.trim());
  for (const code of named)
    if (!known.has(code))
      throw new UsageError(
        `${option} names no diagnostic that is known: ${JSON.stringify(code)}${didYouMean(code, known)}`,
      );
  return new Set(named);
}
