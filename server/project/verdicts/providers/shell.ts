import type { ShellReading } from '../../../nix/api.ts';
import { carries } from '../../../targets/needs.ts';
import { baseName } from '../../inputs/text-file.ts';
import { maybe, NO, yesIn, type Provider } from './model.ts';

/**
 * A shell in which the package is installed.
 *
 * @param file where it stands, an absolute path.
 */
export function shellProvider(shell: ShellReading, file: string): Provider {
  const held = [...shell.packages, ...(shell.libraryPath ?? [])];
  return {
    answer({ need }) {
      const isInput = need.kind === 'native-input' || need.kind === 'wheel-library';
      if (isInput && held.some((attr) => carries(attr, need.attr)))
        return yesIn(file, `the shell in ${baseName(file)} holds it`);
      return shell.complete ? NO : maybe(`the shell in ${baseName(file)} is not read whole`);
    },
  };
}
