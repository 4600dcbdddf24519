import { externalToAttrs, type ExternalRow } from '../../../overrides-db/external.ts';
import type { Conditions, Fact, InputList, Source, System } from '../../../overrides-db/model.ts';
import type { ExternalDependency } from '../../manifests/model.ts';
import type { Manifest } from '../../manifests/model.ts';
import { markerEnvironment } from '../../python/environment.ts';
import { evaluateMarker, type Marker } from '../../python/marker.ts';
import type { TargetId } from '../../nix/api.ts';
import { targetOf } from '../../targets/registry.ts';

/** An external dependency of a manifest, and what it comes to in nixpkgs. */
export interface ExternalNeed {
  readonly dependency: ExternalDependency;
  /** Null for an identifier that cannot be read, or that nothing is known of. */
  readonly row: ExternalRow | null;
  /** One for each input, as the project itself needs it. */
  readonly facts: readonly Fact[];
}

/** What `[external]` says that the project itself needs, in its order. */
export function externalNeeds({ external }: Manifest): readonly ExternalNeed[] {
  return (external?.dependencies ?? []).map((dependency) => {
    const row = rowOf(dependency);
    return { dependency, row, facts: row === null ? [] : factsOf(dependency, row) };
  });
}

/**
 * The facts that count with a target. What the project needs at run time is put around an
 * application of nixpkgs' builders, and into a shell; a virtual environment of uv2nix takes nothing.
 */
export function externalFacts(manifest: Manifest, target: TargetId | null): readonly Fact[] {
  const takesThem = target === null || targetOf(target).project.takesRuntimeInputs;
  return externalNeeds(manifest).flatMap(({ facts, dependency }) =>
    dependency.role === 'dependencies' && !takesThem
      ? facts.map((fact) => ({ ...fact, required: false }))
      : facts,
  );
}

function rowOf({ parsed }: ExternalDependency): ExternalRow | null {
  if ('problem' in parsed) return null;
  const { type, namespace, name, qualifiers } = parsed.url;
  const bare = `dep:${[type, ...(namespace === null ? [] : [namespace]), name].join('/')}`;
  const repository = qualifiers.get('repository_url');
  const qualified =
    repository === undefined ? null : externalToAttrs(`${bare}?repository_url=${repository}`);
  return qualified ?? externalToAttrs(bare);
}

function factsOf(dependency: ExternalDependency, { inputs }: ExternalRow): readonly Fact[] {
  const { key, asked } = dependency;
  const sources: readonly Source[] = [{ id: 'project', ref: `[external] ${key}` }];
  const systems = systemsOf(dependency);
  const when: Conditions = systems.all ? {} : { systems: systems.possible };
  return inputs.map(({ attr, as }) => ({
    need: { kind: 'native-input', attr, as: listFor(dependency, as) },
    required: asked === null && systems.isCertain,
    when,
    sources,
  }));
}

/** What only runs is found by what the application runs through propagated inputs; a library's tools run in the build. */
function listFor({ role }: ExternalDependency, as: InputList): InputList {
  if (role === 'build-requires') return 'nativeBuildInputs';
  return role === 'dependencies' ? 'propagatedBuildInputs' : as;
}

const SYSTEMS: readonly System[] = [
  'x86_64-linux',
  'aarch64-linux',
  'x86_64-darwin',
  'aarch64-darwin',
];

/** The systems on which the marker may hold; not certain where it hangs on more than the system. */
function systemsOf({ marker }: ExternalDependency): {
  readonly possible: readonly System[];
  readonly all: boolean;
  readonly isCertain: boolean;
} {
  const parsed = marker?.parsed;
  if (parsed === undefined) return { possible: SYSTEMS, all: true, isCertain: true };
  if ('problem' in parsed) return { possible: SYSTEMS, all: true, isCertain: false };
  const answers = SYSTEMS.map((system) => ({
    system,
    answer: answerOn(parsed, system),
  }));
  const possible = answers.filter(({ answer }) => answer !== false).map(({ system }) => system);
  return {
    possible,
    all: possible.length === SYSTEMS.length,
    isCertain: answers.every(({ answer }) => answer !== null),
  };
}

const PYTHONS = Array.from({ length: 10 }, (_, index) => `3.${index + 7}`);

/** Null where it hangs on the interpreter, or on what no file says. */
function answerOn(marker: Marker, system: System): boolean | null {
  const answers = PYTHONS.flatMap((python) => [`${python}.0`, `${python}.99`]).map((python) =>
    evaluateMarker(marker, markerEnvironment(system, python)),
  );
  const [first = null] = answers;
  return answers.every((answer) => answer === first) ? first : null;
}
