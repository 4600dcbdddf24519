import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { CliIo } from './io.ts';
import { line, verbatim } from './printed.ts';

/** What was given wrongly on the command line; `message` is a sentence without a full stop. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;

export type Parsed<T extends Options> = ReturnType<
  typeof parseArgs<{ options: T; allowPositionals: true; args: string[] }>
>;

/** Reads a subcommand's arguments. An unknown option, or one without its value, is a `UsageError`. */
export function parseCommand<T extends Options>(args: readonly string[], options: T): Parsed<T> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The choice that `value` names. */
export function choose<T extends string>(option: string, value: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined)
    throw new UsageError(
      `${option} must be one of ${choices.join(', ')}, and not ${JSON.stringify(value)}`,
    );
  return found;
}

/** Runs a command's body: a `UsageError` is told and ends with 2. */
export function withUsage(
  name: string,
  usage: string,
  io: CliIo,
  body: () => 0 | 1 | 2,
): 0 | 1 | 2 {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(line`pyproject-nix-ls ${name}: ${error.message}\n\n${verbatim(usage)}`);
    return 2;
  }
}
