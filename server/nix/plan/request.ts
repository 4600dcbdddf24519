import { isValidName, normalizeName } from '../../python/names.ts';
import type { OverrideRequest } from '../model.ts';
import { isAttrReference } from '../print.ts';
import { ownPackageProblem } from './own-package.ts';

/** What is wrong with a request, so that nothing of it may be written; null if it is sound. */
export function requestProblem(request: OverrideRequest): string | null {
  const { package: name, target } = request;
  if (target === 'mkshell') {
    if (name !== null && !isValidName(name)) return `${quoted(name)} is not a package name`;
  } else if (name === null || !isValidName(name))
    return name === null ? 'no package is named' : `${quoted(name)} is not a package name`;
  const attr = [
    ...request.buildInputs,
    ...request.nativeBuildInputs,
    ...request.propagatedBuildInputs,
  ].find((candidate) => !isAttrReference(candidate));
  if (attr !== undefined) return `${quoted(attr)} is not an attribute of nixpkgs`;
  const system = request.buildSystems.find((candidate) => !isValidName(candidate));
  if (system !== undefined) return `${quoted(system)} is not a package name`;
  const variable = request.environment.find(
    ({ name: key }) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(key),
  );
  if (variable !== undefined) return `${quoted(variable.name)} is not the name of a variable`;
  const value = request.environment.find(({ value: text }) => text.includes('\0'));
  if (value !== undefined) return `the value of ${value.name} has a NUL, which Nix cannot hold`;
  const dependency = request.withoutDependencies?.find((candidate) => !isValidName(candidate));
  if (dependency !== undefined) return `${quoted(dependency)} is not a package name`;
  const { cargoRoot = '' } = request;
  if (!/^[\w./-]*$/.test(cargoRoot))
    return `${quoted(cargoRoot)} is not the folder of a Cargo.lock`;
  if (removesDependencies(request) && target !== 'poetry2nix')
    return `dependency cycles are broken for poetry2nix alone: ${target} has none`;
  if (request.preferWheel && (target === 'nixpkgs' || target === 'pypi2nix'))
    return `${target} has no wheels to choose`;
  if (request.own !== undefined) {
    if (target !== 'nixpkgs') return `${target} takes its packages from the lock`;
    return (
      ownPackageProblem(request.own) ??
      request.own.dependencies
        .filter((candidate) => !isValidName(candidate))
        .map((candidate) => `${quoted(candidate)} is not a package name`)[0] ??
      null
    );
  }
  return isEmpty(request) ? 'nothing is asked for' : null;
}

function isEmpty(request: OverrideRequest): boolean {
  return (
    request.buildInputs.length +
      request.nativeBuildInputs.length +
      request.propagatedBuildInputs.length +
      request.buildSystems.length +
      request.environment.length ===
      0 &&
    !request.preferWheel &&
    !request.cargo &&
    !removesDependencies(request)
  );
}

function removesDependencies({ withoutDependencies = [] }: OverrideRequest): boolean {
  return withoutDependencies.length > 0;
}

const SHOWN = 60;

function quoted(text: string): string {
  return JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
}

/** Requests for one package as one, names normalised, nothing asked for twice. In the order in which packages first occur. */
export function mergeRequests(requests: readonly OverrideRequest[]): readonly OverrideRequest[] {
  const merged = new Map<string, OverrideRequest>();
  for (const request of requests) {
    const name = request.package === null ? null : normalizeName(request.package);
    // The shell is one, whichever package wants the library.
    const shared = request.target === 'mkshell' ? null : name;
    const isOwn = request.target !== 'mkshell' && request.ofProject === true;
    const key = `${request.target} ${shared ?? ''} ${isOwn}`;
    const before = merged.get(key);
    const own = { ...request, package: shared };
    merged.set(key, before === undefined ? unique(own) : union(before, own));
  }
  return [...merged.values()];
}

function union(a: OverrideRequest, b: OverrideRequest): OverrideRequest {
  return unique({
    ...a,
    buildInputs: [...a.buildInputs, ...b.buildInputs],
    nativeBuildInputs: [...a.nativeBuildInputs, ...b.nativeBuildInputs],
    propagatedBuildInputs: [...a.propagatedBuildInputs, ...b.propagatedBuildInputs],
    buildSystems: [...a.buildSystems, ...b.buildSystems],
    preferWheel: a.preferWheel || b.preferWheel,
    cargo: a.cargo || b.cargo,
    ...cargoOf(a, b),
    environment: [...a.environment, ...b.environment],
    withoutDependencies: [...(a.withoutDependencies ?? []), ...(b.withoutDependencies ?? [])],
    ...(a.own === undefined && b.own !== undefined ? { own: b.own } : {}),
    setByDefaults: a.setByDefaults === true || b.setByDefaults === true,
  });
}

function cargoOf(
  a: OverrideRequest,
  b: OverrideRequest,
): Pick<OverrideRequest, 'cargoRoot' | 'hooksByDefaults'> {
  const root = a.cargoRoot ?? b.cargoRoot;
  return {
    ...(root === undefined ? {} : { cargoRoot: root }),
    hooksByDefaults: a.hooksByDefaults === true || b.hooksByDefaults === true,
  };
}

function unique(request: OverrideRequest): OverrideRequest {
  return {
    ...request,
    buildInputs: [...new Set(request.buildInputs)],
    nativeBuildInputs: [...new Set(request.nativeBuildInputs)],
    propagatedBuildInputs: [...new Set(request.propagatedBuildInputs)],
    buildSystems: [...new Set(request.buildSystems.map(normalizeName))],
    withoutDependencies: [...new Set((request.withoutDependencies ?? []).map(normalizeName))],
    environment: [...new Map(request.environment.map((one) => [one.name, one])).values()],
  };
}
