import { optionHelp, optionLabel, PROGRAM, type CommandSpec } from './command-spec.ts';

/** The manual page of section 1, in the man macros that every `man` reads. */
export function manualOf(version: string, commands: readonly CommandSpec[]): string {
  const lines = [
    `.TH ${PROGRAM.toUpperCase()} 1 "" "${PROGRAM} ${version}" "User Commands"`,
    '.SH NAME',
    `${roff(PROGRAM)} \\- what Nix needs to build a Python project`,
    '.SH SYNOPSIS',
    ...commands.flatMap(({ name, synopsis }) =>
      synopsis.flatMap((way) => [`.B ${roff(`${PROGRAM} ${name}`)}`, roff(way), '.br']),
    ),
    `.B ${roff(`${PROGRAM} --stdio`)}`,
    '.SH DESCRIPTION',
    roff(
      'A language server and command for Python project and lock files, for people who package Python with Nix. With --stdio it is the server, on standard input and output.',
    ),
    '.SH COMMANDS',
    ...commands.flatMap(manualOfCommand),
    '.SH ENVIRONMENT',
    '.TP',
    roff('NO_COLOR, FORCE_COLOR'),
    roff('whether colours are used; otherwise a terminal decides'),
  ];
  return `${lines.join('\n')}\n`;
}

function manualOfCommand({
  name,
  summary,
  about,
  options,
  exits,
  examples,
}: CommandSpec): readonly string[] {
  return [
    `.SS ${roff(name)}`,
    `${roff(summary)}.`,
    ...about.flatMap((paragraph) => ['.PP', roff(paragraph)]),
    ...Object.entries(options).flatMap(([option, spec]) => [
      '.TP',
      `.B ${roff(optionLabel(option, spec).trim())}`,
      roff(optionHelp(spec)),
    ]),
    '.PP',
    roff(exits),
    ...examples.flatMap(({ args, says }) => [
      '.PP',
      `${roff(says)}:`,
      '.PP',
      '.nf',
      `.RS`,
      roff(`${PROGRAM} ${args}`),
      '.RE',
      '.fi',
    ]),
  ];
}

/** A text that roff prints as it is: hyphens of options, backslashes, and no line that begins like a request. */
function roff(text: string): string {
  const escaped = text.replaceAll('\\', '\\e').replaceAll('-', '\\-');
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}
