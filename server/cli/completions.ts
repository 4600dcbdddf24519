import { PROGRAM, type CommandSpec, type OptionSpec } from './command-spec.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

/** The script that completes the command line of the program in a shell, to be put where that shell looks for it. */
export function completionsFor(shell: Shell, commands: readonly CommandSpec[]): string {
  switch (shell) {
    case 'bash':
      return bash(commands);
    case 'zsh':
      return zsh(commands);
    case 'fish':
      return fish(commands);
  }
}

/** Programmable completion of bash 4 and later; nothing beyond bash itself is needed. */
function bash(commands: readonly CommandSpec[]): string {
  return `# bash completion for ${PROGRAM}
_pyproject_nix_ls() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${[...commands.map(({ name }) => name), ...TOP].join(' ')}" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]} $previous" in
${commands.flatMap(bashValues).join('\n')}
  esac
  case "\${COMP_WORDS[1]}" in
${commands.map(bashOptions).join('\n')}
  esac
}
complete -o filenames -F _pyproject_nix_ls ${PROGRAM}
`;
}

function bashValues({ name, options }: CommandSpec): readonly string[] {
  return Object.entries(options).flatMap(([option, { type, choices }]) => {
    if (type !== 'string') return [];
    const words =
      choices === undefined ? `-f -- "$current"` : `-W "${choices.join(' ')}" -- "$current"`;
    return [`    "${name} --${option}") COMPREPLY=($(compgen ${words})); return ;;`];
  });
}

function bashOptions({ name, options, completes }: CommandSpec): string {
  const names = Object.keys(options).map((option) => `--${option}`);
  const paths = completes === 'paths' ? ' $(compgen -f -- "$current")' : '';
  return `    ${name}) COMPREPLY=($(compgen -W "${names.join(' ')}" -- "$current")${paths}) ;;`;
}

/** A function for zsh's completion system, called `_pyproject-nix-ls`. */
function zsh(commands: readonly CommandSpec[]): string {
  return `#compdef ${PROGRAM}
_pyproject_nix_ls() {
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    _arguments ${TOP.map((option) => quoted(option)).join(' ')}
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(zshCommand).join('\n')}
  esac
}
compdef _pyproject_nix_ls ${PROGRAM}
`;
}

function zshCommand({ name, options, completes }: CommandSpec): string {
  const specs = Object.entries(options).map(([option, spec]) => quoted(zshOption(option, spec)));
  const rest = completes === 'paths' ? [quoted('*:path:_files')] : [];
  return `    ${name}) _arguments ${[...specs, ...rest].join(' ')} ;;`;
}

function zshOption(name: string, { type, multiple, value, choices, help }: OptionSpec): string {
  const star = multiple === true ? '*' : '';
  const said = `[${help.replaceAll(/[[\]:\\]/g, (character) => `\\${character}`)}]`;
  if (type === 'boolean') return `${star}--${name}${said}`;
  const action = choices === undefined ? '_files' : `(${choices.join(' ')})`;
  return `${star}--${name}=${said}:${(value ?? 'value').toLowerCase().replaceAll(':', ' ')}:${action}`;
}

function fish(commands: readonly CommandSpec[]): string {
  const lines = [
    `# fish completion for ${PROGRAM}`,
    ...commands.map(
      ({ name, summary }) =>
        `complete -c ${PROGRAM} -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
    ),
    ...TOP.map(
      (option) => `complete -c ${PROGRAM} -n __fish_use_subcommand -f -l ${option.slice(2)}`,
    ),
    ...commands.flatMap(({ name, options }) =>
      Object.entries(options).map(([option, spec]) => fishOption(name, option, spec)),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function fishOption(command: string, name: string, spec: OptionSpec): string {
  const { type, short, choices, help } = spec;
  const letter = short === undefined ? '' : ` -s ${short}`;
  const taken =
    type === 'boolean' ? '' : choices === undefined ? ' -r' : ` -x -a ${quoted(choices.join(' '))}`;
  return `complete -c ${PROGRAM} -n '__fish_seen_subcommand_from ${command}' -l ${name}${letter}${taken} -d ${quoted(help)}`;
}

const TOP = ['--help', '--version', '--stdio'] as const;

/** In single quotes, as all three shells read them but for fish's backslashes, of which no text here has any before a quote. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
