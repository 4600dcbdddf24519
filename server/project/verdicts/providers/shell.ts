import type { GeneratedReading, ShellReading } from '../../../nix/api.ts';
import { carries, isBuildSystem } from '../../../targets/needs.ts';
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

/** A set of packages that pypi2nix has generated: from `-E`, or found by pypi2nix itself. */
export function generatedProvider(
  { file, inputs, packages }: GeneratedReading,
  packageName: string,
): Provider {
  const buildInputs = packages.get(packageName)?.buildInputs ?? [];
  return {
    answer({ need }) {
      const has =
        (need.kind === 'build-system' &&
          buildInputs.some((attr) => isBuildSystem(attr, need.attr))) ||
        (need.kind === 'native-input' && inputs.some((attr) => carries(attr, need.attr)));
      return has ? yesIn(file, `${baseName(file)} has it`) : NO;
    },
  };
}
