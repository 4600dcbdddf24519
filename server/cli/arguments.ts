import { parseArgs } from 'node:util';
import { PROGRAM, usageOf, type CommandSpec, type OptionSpec } from './command-spec.ts';
import type { CliIo, ExitCode } from './io.ts';
import { didYouMean } from './nearest.ts';
import { line, verbatim } from './printed.ts';

/** What was given wrongly on the command line; `message` is a sentence without a full stop. */
export class UsageError extends Error {}

type Options = Readonly<Record<string, OptionSpec>>;

export type Parsed<T extends Options> = ReturnType<
  typeof parseArgs<{
    options: { -readonly [K in keyof T]: T[K] };
    allowPositionals: true;
    args: string[];
  }>
>;

/** Reads a subcommand's arguments. An unknown option, or one without its value, is a `UsageError`. */
export function parseCommand<T extends Options>(args: readonly string[], options: T): Parsed<T> {
  const config = { args: [...args], options, allowPositionals: true } as const;
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(problemIn(args, options, error));
  }
}

/** What is wrong, in our own words: those of `parseArgs` advise what helps with nothing here. */
function problemIn(args: readonly string[], options: Options, error: unknown): string {
  const { tokens } = parseArgs({ args: [...args], options: {}, strict: false, tokens: true });
  const names = Object.keys(options);
  const letters = new Map(Object.entries(options).map(([name, { short }]) => [short, name]));
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const name = token.rawName.startsWith('--') ? token.name : letters.get(token.name);
    const option = name === undefined ? undefined : options[name];
    if (option === undefined) {
      const near = token.rawName.startsWith('--')
        ? didYouMean(token.name, names).replace('mean ', 'mean --')
        : '';
      return `there is no option ${token.rawName}${near}`;
    }
    if (option.type === 'boolean' && token.value !== undefined && token.inlineValue)
      return `--${name} takes no value`;
    const isLast = token.index === args.length - 1 || args[token.index + 1]?.startsWith('-');
    if (option.type === 'string' && token.value === undefined && isLast === true)
      return `--${name} needs a value${option.value === undefined ? '' : `: ${option.value}`}`;
  }
  return error instanceof Error ? error.message : String(error);
}

/** The choice that `value` names. */
export function choose<T extends string>(option: string, value: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined)
    throw new UsageError(
      `${option} takes ${choices.join(', ')}, and not ${JSON.stringify(value)}${didYouMean(value, choices)}`,
    );
  return found;
}

/** Runs a command's body: its help where that is asked for; a `UsageError` is told in two lines and ends with 2. */
export function withUsage<T extends Options, Code extends ExitCode | Promise<ExitCode>>(
  spec: CommandSpec & { readonly options: T },
  args: readonly string[],
  io: CliIo,
  body: (parsed: Parsed<T>) => Code,
): Code | 0 | 2 {
  try {
    const parsed = parseCommand(args, spec.options);
    if ('help' in parsed.values && parsed.values.help === true) {
      io.out(verbatim(usageOf(spec)));
      return 0;
    }
    return body(parsed);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(
      line`${PROGRAM} ${spec.name}: ${error.message}\n'${PROGRAM} ${spec.name} --help' says how it is used.\n`,
    );
    return 2;
  }
}
