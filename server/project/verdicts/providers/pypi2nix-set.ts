import type { GeneratedReading } from '../../../nix/api.ts';
import { carries, isBuildSystem } from '../../../targets/needs.ts';
import { baseName } from '../../inputs/text-file.ts';
import { NO, yesIn, type Provider } from './model.ts';

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
