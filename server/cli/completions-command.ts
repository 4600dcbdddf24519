import { choose, UsageError, withUsage } from './arguments.ts';
import { HELP, type CommandSpec } from './command-spec.ts';
import { completionsFor, SHELLS } from './completions.ts';
import type { Subcommand } from './io.ts';
import { manualOf } from './manual.ts';
import { verbatim } from './printed.ts';

const KINDS = [...SHELLS, 'man'] as const;

const SPEC = {
  name: 'completions',
  synopsis: [KINDS.join('|')],
  summary: 'prints the completions of a shell, or the manual page',
  about: [
    'Prints the completions for a shell, to be put where it looks for them; or, with man, the manual page.',
  ],
  options: { help: HELP },
  exits: 'Exits 0.',
  examples: [
    {
      args: 'completions bash > ~/.local/share/bash-completion/completions/pyproject-nix-ls',
      says: 'for bash',
    },
    {
      args: 'completions fish > ~/.config/fish/completions/pyproject-nix-ls.fish',
      says: 'for fish',
    },
  ],
  completes: 'nothing',
} as const satisfies CommandSpec;

/** `completions`: made from the one table of commands and options. */
export function completionsOf(others: readonly Subcommand[]): Subcommand {
  return {
    spec: SPEC,
    run: (args, io) =>
      withUsage(SPEC, args, io, ({ positionals }) => {
        const [kind, ...more] = positionals;
        if (kind === undefined || more.length > 0)
          throw new UsageError(`one of ${KINDS.join(', ')} is needed`);
        const specs = [...others.map(({ spec }) => spec), SPEC];
        const chosen = choose('completions', kind, KINDS);
        io.out(
          verbatim(chosen === 'man' ? manualOf(io.version, specs) : completionsFor(chosen, specs)),
        );
        return 0;
      }),
  };
}
