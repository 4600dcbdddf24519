import { specifierHolds } from '../../../overrides-db/conditions.ts';
import type { InputList, Need } from '../../../overrides-db/model.ts';
import type { OverrideRequest, TargetId } from '../../nix/api.ts';
import { needLabel } from '../../targets/needs.ts';
import { nameInPypi2nixTime } from '../../targets/pypi2nix-nixpkgs.ts';
import type { Verdict } from '../model.ts';

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
  const wanted = verdict.needs.filter(({ warn, unprovided }) =>
    needsOf === 'missing' ? warn : unprovided,
  );
  const needs = wanted.map(({ fact }) => fact.need);
  const own = requestOf(verdict.package, needs, target);
  const request = own !== null && verdict.ofProject === true ? { ...own, ofProject: true } : own;
  return request !== null && takesWheel(verdict, target, needs) ? wheelOf(request) : request;
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

/** A wheel needs neither build systems nor the inputs of a build. */
function wheelOf({ target, package: name, ofProject }: OverrideRequest): OverrideRequest {
  return {
    ...emptyRequest(target, name),
    preferWheel: true,
    ...(ofProject === true ? { ofProject } : {}),
  };
}

/** A request that asks for nothing yet. */
export function emptyRequest(target: TargetId, name: string | null): OverrideRequest {
  return {
    target,
    package: name,
    buildInputs: [],
    nativeBuildInputs: [],
    propagatedBuildInputs: [],
    buildSystems: [],
    preferWheel: false,
    cargo: false,
    environment: [],
  };
}

/** The override that provides these needs to a package; null where there are none. */
export function requestOf(
  of: Verdict['package'],
  needs: readonly Need[],
  target: TargetId,
): OverrideRequest | null {
  if (needs.length === 0) return null;
  const inputs = (list: InputList): readonly string[] =>
    unique(
      needs.flatMap((need) => {
        if (need.kind === 'wheel-library' && list === 'buildInputs') return [need.attr];
        return need.kind === 'native-input' && need.as === list ? [need.attr] : [];
      }),
    );
  const cargo = needs.some(({ kind }) => kind === 'cargo-hash');
  const inShell = target === 'mkshell';
  const request: OverrideRequest = {
    target,
    package: of.name,
    buildInputs: inputs('buildInputs'),
    nativeBuildInputs: unique([
      ...inputs('nativeBuildInputs'),
      // What is compiled in a shell finds headers only of what is among its packages; what runs, programs.
      ...(inShell ? needs.flatMap(linkedInput) : []),
      ...(cargo && inShell ? RUST : []),
    ]),
    propagatedBuildInputs: inShell ? [] : inputs('propagatedBuildInputs'),
    buildSystems: unique(
      needs.flatMap((need) =>
        need.kind === 'build-system' ? [buildSystemName(need.attr, target)] : [],
      ),
    ),
    preferWheel: false,
    cargo: cargo && !inShell,
    ...(cargo && !inShell ? cargoRootOf(of) : {}),
    environment: needs.flatMap((need) =>
      need.kind === 'environment' ? [{ name: need.name, value: need.value }] : [],
    ),
  };
  return target === 'pypi2nix' ? inPypi2nixTime(request) : request;
}

/** The same with the names of its nixpkgs, which can vendor no crates either; null where nothing is left. */
function inPypi2nixTime(request: OverrideRequest): OverrideRequest | null {
  const renamed = {
    ...request,
    buildInputs: namedThen(request.buildInputs),
    nativeBuildInputs: namedThen(request.nativeBuildInputs),
    propagatedBuildInputs: namedThen(request.propagatedBuildInputs),
    cargo: false,
  };
  const { buildInputs, nativeBuildInputs, propagatedBuildInputs, buildSystems } = renamed;
  const lists = [buildInputs, nativeBuildInputs, propagatedBuildInputs, buildSystems];
  const isEmpty = lists.every(({ length }) => length === 0) && renamed.environment.length === 0;
  return isEmpty ? null : renamed;
}

function namedThen(attrs: readonly string[]): readonly string[] {
  return unique(attrs.map(nameInPypi2nixTime).filter((attr) => attr !== null));
}

/** Where Cargo.lock is in sdists that do not have it at their root, and of which versions (poetry2nix overrides/default.nix). */
const CARGO_ROOTS: ReadonlyMap<string, { readonly path: string; readonly versions: string }> =
  new Map([
    ['bcrypt', { path: 'src/_bcrypt', versions: '>=4' }],
    ['cryptography', { path: 'src/rust', versions: '>=3.4,<44' }],
  ]);

function cargoRootOf({ name, version }: Verdict['package']): Pick<OverrideRequest, 'cargoRoot'> {
  const root = CARGO_ROOTS.get(name);
  const isThere = root !== undefined && specifierHolds(root.versions, version) === 'yes';
  return isThere ? { cargoRoot: root.path } : {};
}

/** nixpkgs has Cython before 3 under a name of its own; the sets of uv2nix have the names of the index alone. */
function buildSystemName(attr: string, target: TargetId): string {
  return target === 'uv2nix' && /^cython[-_]0$/.test(attr) ? 'cython' : attr;
}

function linkedInput(need: Need): readonly string[] {
  return need.kind === 'native-input' && need.as !== 'nativeBuildInputs' ? [need.attr] : [];
}

/** What compiles crates inside of a shell, where cargo may fetch them. */
const RUST: readonly string[] = ['cargo', 'rustc'];

/** What a title calls that which is missing: `libpq`, `libpq and setuptools`, `5 inputs`. */
export function missingLabel({ needs }: Verdict): string {
  const missing = needs.filter(({ warn }) => warn);
  const labels = [...unique(missing.map(({ fact }) => needLabel(fact.need)))];
  if (labels.length > 3) return `${labels.length} inputs`;
  const last = labels.pop() ?? '';
  return labels.length === 0 ? last : `${labels.join(', ')} and ${last}`;
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
