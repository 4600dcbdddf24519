import { semanticErrors } from '../../../server/nix/check/errors.ts';
import type { TargetId } from '../../../server/nix/model.ts';
import { parseNix } from '../../../server/nix/parse.ts';
import { planOverrides } from '../../../server/nix/plan/plan.ts';
import { applyPlan, overrideRequest, type RequestRow } from '../../nix/edits.ts';
import { choice, textOf } from '../input.ts';
import { require, requireSame } from '../invariants.ts';

const ENTRY = '/p/default.nix';

/** An override is planned into a text validly or not at all, and is found there when it is planned again. */
export function fuzz(data: Uint8Array): void {
  const [target, behind] = choice<TargetId>(data, [
    'poetry2nix',
    'uv2nix',
    'nixpkgs',
    'mkshell',
    'dream2nix',
    'pypi2nix',
  ]);
  const [wanted, rest] = choice<RequestRow>(behind, [
    { package: 'foo', buildSystems: ['setuptools'] },
    { package: 'foo', buildInputs: ['zlib', 'xorg.libXft'], nativeBuildInputs: ['pkg-config'] },
    { package: 'bar', preferWheel: true },
    { package: 'foo', cargo: true, buildSystems: ['maturin'] },
    { package: 'foo', environment: [{ name: 'A', value: '${b}' }] },
    { package: '3to2', setByDefaults: true, buildInputs: ['zlib'] },
  ]);
  const requests = [overrideRequest({ ...wanted, target })];
  const files = new Map([[ENTRY, textOf(rest)]]);
  const plan = planOverrides(files, ENTRY, requests);
  if (plan.outcome !== 'edited') return;
  const after = applyPlan(files, plan);
  const tree = parseNix(after.get(ENTRY) ?? '');
  require(tree.errors.length === 0, 'edited into a text that does not parse');
  require(semanticErrors(tree).length === 0, 'edited into a text that Nix refuses');
  const again = planOverrides(after, ENTRY, requests);
  requireSame(applyPlan(after, again), after, 'edited twice');
  require(again.outcome === 'present', `planned again: ${again.outcome}`);
}
