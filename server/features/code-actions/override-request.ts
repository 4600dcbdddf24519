import type { Need } from '../../../overrides-db/model.ts';
import type { OverrideRequest, TargetId } from '../../nix/model.ts';
import type { Verdict } from '../../project/model.ts';
import { needLabel } from '../../targets/needs.ts';

/** What is to be written to provide everything that a verdict warns of; null where it warns of nothing. */
export function requestFor(verdict: Verdict, target: TargetId): OverrideRequest | null {
  const needs = missingNeeds(verdict);
  if (needs.length === 0) return null;
  const inputs = (
    list: 'buildInputs' | 'nativeBuildInputs' | 'propagatedBuildInputs',
  ): string[] => [
    ...new Set(
      needs.flatMap((need) => {
        if (need.kind === 'native-input' && need.as === list) return [need.attr];
        return need.kind === 'wheel-library' && list === 'buildInputs' ? [need.attr] : [];
      }),
    ),
  ];
  return {
    target,
    package: verdict.package.name,
    buildInputs: inputs('buildInputs'),
    nativeBuildInputs: inputs('nativeBuildInputs'),
    propagatedBuildInputs: inputs('propagatedBuildInputs'),
    buildSystems: [
      ...new Set(needs.flatMap((need) => (need.kind === 'build-system' ? [need.attr] : []))),
    ],
    preferWheel: false,
    cargo: needs.some(({ kind }) => kind === 'cargo-hash'),
    environment: needs.flatMap((need) =>
      need.kind === 'environment' ? [{ name: need.name, value: need.value }] : [],
    ),
  };
}

/** What a title calls it: `libpq`, `libpq and setuptools`, `5 inputs`. */
export function missingLabel(verdict: Verdict): string {
  const labels = [...new Set(missingNeeds(verdict).map(needLabel))];
  if (labels.length > 3) return `${labels.length} inputs`;
  const last = labels.pop() ?? '';
  return labels.length === 0 ? last : `${labels.join(', ')} and ${last}`;
}

function missingNeeds({ needs }: Verdict): readonly Need[] {
  return needs.filter(({ warn }) => warn).map(({ fact }) => fact.need);
}
