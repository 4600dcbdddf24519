/**
 * Whether to colour what goes to standard output. `FORCE_COLOR` (https://force-color.org, `0` and `false` as Node has
 * them) decides first, then `NO_COLOR` (https://no-color.org), then whether it is a terminal.
 */
export function wantsColour(
  isTerminal: boolean,
  { FORCE_COLOR: force = '', NO_COLOR: no = '', TERM: terminal }: NodeJS.ProcessEnv,
): boolean {
  if (force !== '') return force !== '0' && force !== 'false';
  return no === '' && isTerminal && terminal !== 'dumb';
}
