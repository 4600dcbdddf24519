import { specifierHolds } from '../../../overrides-db/conditions.ts';
import type { Need } from '../../../overrides-db/model.ts';
import type { OverrideRequest, RequestedNeed, RequestSubject, TargetId } from '../../nix/api.ts';
import { distinctNeeds } from '../../nix/api.ts';
import { needLabel } from '../../targets/needs.ts';
import { nameInPypi2nixTime } from '../../targets/pypi2nix-nixpkgs.ts';
import type { Verdict } from '../model.ts';
import { isMissing, isUnprovided } from '../verdicts/status.ts';

/**
 * The override that provides what a verdict finds missing; null where nothing is. With
 * `everyUnprovided`, all that neither the target nor a Nix file provides, for a snippet that stands
 * alone: a project without a Nix file, or another target than the project's.
 */
export function requestFor(
  verdict: Verdict,
  target: TargetId,
  needsOf: 'missing' | 'everyUnprovided' = 'missing',
): OverrideRequest | null {
  const wanted = verdict.needs.filter(needsOf === 'missing' ? isMissing : isUnprovided);
  const needs = wanted.map(({ fact }) => fact.need);
  const requested = takesWheel(verdict, target, needs)
    ? [{ kind: 'wheel' } as const]
    : requestedNeeds(verdict.package, needs, target);
  if (requested.length === 0) return null;
  const { name } = verdict.package;
  const subject =
    verdict.ofProject === true && target !== 'mkshell'
      ? ({ kind: 'project', name } as const)
      : subjectFor(name, target);
  return { target, subject, needs: requested };
}

/** What an override of a package is written for: with mkshell the shell, which is one for all. */
export function subjectFor(name: string, target: TargetId): RequestSubject {
  return target === 'mkshell' ? { kind: 'shell' } : { kind: 'package', name };
}

/**
 * Packages for which poetry2nix's defaults fetch other sources than the sdist (ruff, orjson), or
 * whose Cargo.lock is not at the root (bcrypt, cryptography): a hash for the sdist's crates does
 * not build them (poetry2nix overrides/default.nix at ce2369d).
 */
const SOURCES_OF_THEIR_OWN: ReadonlySet<string> = new Set([
  'bcrypt',
  'cryptography',
  'granian',
  'open-clip-torch',
  'orjson',
  'ruff',
  'watchfiles',
]);

/** Whether the way out of a missing cargo hash is the wheel: the hash alone would not do, and there is one for Linux or macOS. */
function takesWheel(
  { package: { name }, locked }: Verdict,
  target: TargetId,
  needs: readonly Need[],
): boolean {
  return (
    target === 'poetry2nix' &&
    SOURCES_OF_THEIR_OWN.has(name) &&
    needs.some(({ kind }) => kind === 'cargo-hash') &&
    (locked?.files ?? []).some(
      (file) => /linux|macosx/.test(file.name) && file.name.endsWith('.whl'),
    )
  );
}

/** What an override asks for that provides these needs to a package; empty where the target can provide none of them. */
export function requestedNeeds(
  of: Verdict['package'],
  needs: readonly Need[],
  target: TargetId,
): readonly RequestedNeed[] {
  if (target === 'mkshell') return distinctNeeds(inShell(needs));
  const requested = needs.map((need) => requestedNeed(need, of, target));
  return distinctNeeds(target === 'pypi2nix' ? requested.flatMap(inPypi2nixTime) : requested);
}

function requestedNeed(need: Need, of: Verdict['package'], target: TargetId): RequestedNeed {
  switch (need.kind) {
    case 'native-input':
      return { kind: 'input', list: need.as, attr: need.attr };
    case 'wheel-library':
      return { kind: 'input', list: 'buildInputs', attr: need.attr };
    case 'build-system':
      return { kind: 'build-system', name: buildSystemName(need.attr, target) };
    case 'cargo-hash':
      return { kind: 'cargo-hash', root: cargoRootOf(of), hooksByDefaults: false };
    case 'environment':
      return { kind: 'environment', name: need.name, value: need.value };
  }
}

/**
 * What is compiled in a shell finds headers only of what is among its packages; what runs, programs:
 * all of it is there, the programs first, and what is linked also among the libraries.
 */
function inShell(needs: readonly Need[]): readonly RequestedNeed[] {
  const inputs = needs.filter((need) => need.kind === 'native-input');
  const tools = inputs.filter((need) => need.as === 'nativeBuildInputs');
  const linked = inputs.filter((need) => need.as !== 'nativeBuildInputs');
  const rust = needs.some(({ kind }) => kind === 'cargo-hash') ? RUST : [];
  const programs = [...[...tools, ...linked].map(({ attr }) => attr), ...rust];
  return [
    ...programs.map((attr) => ({ kind: 'input', list: 'nativeBuildInputs', attr }) as const),
    ...needs.flatMap((need): readonly RequestedNeed[] => {
      switch (need.kind) {
        case 'native-input':
          return need.as === 'buildInputs'
            ? [{ kind: 'input', list: 'buildInputs', attr: need.attr }]
            : [];
        case 'wheel-library':
          return [{ kind: 'input', list: 'buildInputs', attr: need.attr }];
        case 'build-system':
          return [{ kind: 'build-system', name: need.attr }];
        case 'environment':
          return [{ kind: 'environment', name: need.name, value: need.value }];
        case 'cargo-hash':
          return [];
      }
    }),
  ];
}

/** By the names of pypi2nix's nixpkgs, which can vendor no crates either; none where it has nothing like it. */
function inPypi2nixTime(need: RequestedNeed): readonly RequestedNeed[] {
  if (need.kind === 'cargo-hash') return [];
  if (need.kind !== 'input') return [need];
  const attr = nameInPypi2nixTime(need.attr);
  return attr === null ? [] : [{ ...need, attr }];
}

/** Where Cargo.lock is in sdists that do not have it at their root, and of which versions (poetry2nix overrides/default.nix). */
const CARGO_ROOTS: ReadonlyMap<string, { readonly path: string; readonly versions: string }> =
  new Map([
    ['bcrypt', { path: 'src/_bcrypt', versions: '>=4' }],
    ['cryptography', { path: 'src/rust', versions: '>=3.4,<44' }],
  ]);

function cargoRootOf({ name, version }: Verdict['package']): string | null {
  const root = CARGO_ROOTS.get(name);
  const isThere = root !== undefined && specifierHolds(root.versions, version) === 'yes';
  return isThere ? root.path : null;
}

/** nixpkgs has Cython before 3 under a name of its own; the sets of uv2nix have the names of the index alone. */
function buildSystemName(attr: string, target: TargetId): string {
  return target === 'uv2nix' && /^cython[-_]0$/.test(attr) ? 'cython' : attr;
}

/** What compiles crates inside of a shell, where cargo may fetch them. */
const RUST: readonly string[] = ['cargo', 'rustc'];

/** What a title calls that which is missing: `libpq`, `libpq and setuptools`, `5 inputs`. */
export function missingLabel({ needs }: Verdict): string {
  const missing = needs.filter(isMissing);
  const labels = [...new Set(missing.map(({ fact }) => needLabel(fact.need)))];
  if (labels.length > 3) return `${labels.length} inputs`;
  const last = labels.pop() ?? '';
  return labels.length === 0 ? last : `${labels.join(', ')} and ${last}`;
}
