import type { OverrideRequest } from '../../nix/api.ts';
import { isWithoutFiles } from '../../targets/files.ts';
import type { Settings, Verdict } from '../model.ts';

/** What a shell gets on Linux where some package is installed from a wheel that takes it for granted. */
export function manylinuxLibraries(
  verdicts: readonly Verdict[],
  { systems }: Settings,
): readonly OverrideRequest[] {
  const isWanted =
    systems.some((system) => system.endsWith('-linux')) &&
    verdicts.some((verdict) => isManylinux(verdict) && verdict.built.state !== 'no');
  return isWanted ? [MANYLINUX] : [];
}

/** Installed from a wheel that may link what the manylinux policy (PEP 600) takes for granted and a Nix shell has not. */
function isManylinux({ distribution, locked, needs }: Verdict): boolean {
  const { kind } = distribution;
  const isUnnamed = kind === 'wheel' && locked !== null && isWithoutFiles(locked);
  if (kind === 'either' || isUnnamed)
    return needs.some(({ fact }) => fact.need.kind !== 'build-system');
  if (kind !== 'wheel') return false;
  const { file } = distribution;
  const names = file === null ? (locked?.files ?? []).map(({ name }) => name) : [file];
  return names.some((name) => name.includes('manylinux'));
}

/** libstdc++ and zlib: the libraries of that policy that have nothing to do with a display. */
const MANYLINUX: OverrideRequest = {
  target: 'mkshell',
  subject: { kind: 'shell' },
  needs: ['stdenv.cc.cc.lib', 'zlib'].map((attr) => ({ kind: 'input', list: 'buildInputs', attr })),
};
