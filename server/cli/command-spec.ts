/** One option of a command: what `parseArgs` of `node:util` reads, and what help, completions and the manual say. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  readonly default?: string | boolean | string[];
  /** What its value is called in help: `FILE`. Absent of what takes none. */
  readonly value?: string;
  /** All that its value may be. */
  readonly choices?: readonly string[];
  /** What a shell completes its value with, where there are no choices. */
  readonly completes?: 'file' | 'folder';
  /** One sentence or more without the full stop at the end. */
  readonly help: string;
}

/** One subcommand as people see it: the one table that help, shell completions and the manual are made from. */
export interface CommandSpec {
  readonly name: string;
  /** What stands behind the name, one way to call it a line: `[PATH…] [options]`. */
  readonly synopsis: readonly string[];
  /** A clause for the list of commands. */
  readonly summary: string;
  /** Paragraphs. */
  readonly about: readonly string[];
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** What its exit codes mean, a sentence. */
  readonly exits: string;
  /** Command lines behind the program's name, and what they are for. */
  readonly examples: readonly { readonly args: string; readonly says: string }[];
  /** What a shell completes its arguments with. */
  readonly completes: 'paths' | 'nothing';
}

/** The option of every command. */
export const HELP: {
  readonly type: 'boolean';
  readonly short: 'h';
  readonly default: false;
  readonly help: string;
} = { type: 'boolean', short: 'h', default: false, help: 'prints this' };

/** The text of `--help`: no line is longer than 80 columns. */
export function usageOf(spec: CommandSpec): string {
  const { name, synopsis, about, options, exits, examples } = spec;
  const usage = synopsis.map(
    (way, index) => `${index === 0 ? 'Usage:' : '      '} ${PROGRAM} ${name} ${way}`,
  );
  return [
    usage.flatMap((way) => wrapped(way, WIDTH, ' '.repeat(10))).join('\n'),
    ...about.map((paragraph) => wrapped(paragraph, WIDTH).join('\n')),
    ['Options:', ...Object.entries(options).flatMap(optionLines)].join('\n'),
    wrapped(exits, WIDTH).join('\n'),
    [
      'Examples:',
      ...examples.flatMap(({ args, says }) => [`  # ${says}`, `  ${PROGRAM} ${args}`]),
    ].join('\n'),
    '',
  ]
    .join('\n\n')
    .replace(/\n\n$/, '\n');
}

export const PROGRAM = 'pyproject-nix-ls';

const WIDTH = 80;

/** `-r, --recursive`, `    --format FORMAT`. */
export function optionLabel(name: string, { short, value }: OptionSpec): string {
  const letter = short === undefined ? '    ' : `-${short}, `;
  return `${letter}--${name}${value === undefined ? '' : ` ${value}`}`;
}

/** What help says of an option: its sentence, its choices, its default. */
export function optionHelp({ help, choices, default: preset, multiple }: OptionSpec): string {
  const of = choices === undefined ? '' : `: ${choices.join(', ')}`;
  const again = multiple === true ? '; may be given again' : '';
  const otherwise = typeof preset === 'string' ? ` (default: ${preset})` : '';
  return `${help}${of}${otherwise}${again}`;
}

const INDENT = ' '.repeat(26);

function optionLines([name, option]: readonly [string, OptionSpec]): readonly string[] {
  const label = `  ${optionLabel(name, option)}`;
  const text = wrapped(optionHelp(option), WIDTH - INDENT.length);
  const [first = '', ...rest] = text;
  // A long label has its line for itself.
  return label.length + 2 > INDENT.length
    ? [label, ...text.map((each) => `${INDENT}${each}`)]
    : [`${label.padEnd(INDENT.length)}${first}`, ...rest.map((each) => `${INDENT}${each}`)];
}

/** Lines of at most `width` characters, broken at blanks; those behind the first begin with `indent`. */
function wrapped(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (longer.length > width && current !== '') {
      lines.push(current);
      current = `${indent}${word}`;
    } else current = longer;
  }
  return [...lines, current];
}
