import { check } from './check/check.ts';
import { doctor } from './doctor.ts';
import { edit } from './edit.ts';
import { explain } from './explain.ts';
import { completionsOf } from './completions-command.ts';
import { inspect } from './inspect/inspect.ts';
import type { Subcommand } from './io.ts';
import { move } from './move/move.ts';
import { overrides } from './overrides.ts';
import { audit } from './updates/audit.ts';
import { outdated } from './updates/outdated.ts';
import { setup } from './setup/setup.ts';

const WORKING: readonly Subcommand[] = [
  check,
  explain,
  overrides,
  edit,
  inspect,
  outdated,
  audit,
  setup,
  move,
  doctor,
];

/** Every subcommand, in the order of help. */
export const COMMANDS: readonly Subcommand[] = [...WORKING, completionsOf(WORKING)];
