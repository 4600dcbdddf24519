import type { InputList } from '../../overrides-db/model.ts';
import type { OverrideRequest, TargetId } from '../nix/model.ts';
import type { JudgedNeed, Verdict } from './model.ts';

/**
 * The override that provides what a verdict finds missing; null where nothing is. With
 * `everyUnprovided`, every required need that nobody is known to provide, for a snippet that stands
 * alone: a project without a Nix file, or another target than the project's.
 */
export function requestFor(
  verdict: Verdict,
  target: TargetId,
  needsOf: 'missing' | 'everyUnprovided' = 'missing',
): OverrideRequest | null {
  const wanted = verdict.needs.filter((need) =>
    needsOf === 'missing' ? need.warn : isUnprovided(need),
  );
  if (wanted.length === 0) return null;
  const inputs = (list: InputList): readonly string[] =>
    unique(
      wanted.flatMap(({ fact: { need } }) => {
        if (need.kind === 'wheel-library' && list === 'buildInputs') return [need.attr];
        return need.kind === 'native-input' && need.as === list ? [need.attr] : [];
      }),
    );
  return {
    target,
    package: verdict.package.name,
    buildInputs: inputs('buildInputs'),
    nativeBuildInputs: inputs('nativeBuildInputs'),
    propagatedBuildInputs: inputs('propagatedBuildInputs'),
    buildSystems: unique(
      wanted.flatMap(({ fact: { need } }) => (need.kind === 'build-system' ? [need.attr] : [])),
    ),
    preferWheel: false,
    cargo: wanted.some(({ fact }) => fact.need.kind === 'cargo-hash'),
    environment: wanted.flatMap(({ fact: { need } }) =>
      need.kind === 'environment' ? [{ name: need.name, value: need.value }] : [],
    ),
  };
}

function isUnprovided({ fact, provider }: JudgedNeed): boolean {
  return fact.required && (provider === 'nobody' || provider === 'unknown');
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
