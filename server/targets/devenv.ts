import type { Target } from './model.ts';
import { mkshell } from './mkshell.ts';

/**
 * devenv's `languages.python` (5844e78): a shell in which uv, Poetry or pip installs wheels first, and compiles
 * sdists with what the shell holds.
 */
export const devenv: Target = { ...mkshell, id: 'devenv', label: 'devenv' };
