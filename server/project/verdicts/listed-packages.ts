import type { Dependency } from '../../manifests/model.ts';
import type { ListedPackage, OwnInputs, PackageReading, TargetUse } from '../../nix/api.ts';
import { normalizeName } from '../../python/names.ts';
import { whatBuilds } from '../../targets/build-system-pkgs.ts';
import type { Project } from '../model.ts';
import { buildsOf } from './builds.ts';
import { surelyHolds } from './built.ts';
import type { ComparedBuildSystem } from './listed-build-system.ts';
import { comparedBuildSystem } from './listed-build-system.ts';
import type { ComparedExtra } from './listed-extras.ts';
import { comparedExtras } from './listed-extras.ts';
import { lengthAtEnd } from '../../text.ts';

/**
 * What a call of nixpkgs' builders gives a project, held against what its manifest asks for. Nothing is said where
 * either may say more than can be read: computed lists, overridden packages, dependencies that a tool finds, a
 * `pyproject.toml` that the build rewrites.
 */
export interface ListedPackages {
  readonly call: PackageReading;
  /** What the manifest surely asks for and no list has, by no name like it. `brought`: another package of the list may bring it. */
  readonly absent: readonly { readonly dependency: Dependency; readonly brought: boolean }[];
  /** What stands among the dependencies and the manifest does not ask for, under any name like it. */
  readonly unasked: readonly ListedPackage[];
  /** What `optional-dependencies` says, beside the extras of the manifest. */
  readonly extras: readonly ComparedExtra[];
  readonly buildSystem: ComparedBuildSystem;
}

export function listedPackages(project: Project, use: TargetUse): ListedPackages | null {
  const { manifest } = project;
  const { package: call, own } = use;
  if (call === undefined || own === undefined || !own.understood) return null;
  if (manifest.kind !== 'pyproject' || !manifest.complete) return null;
  if (call.name !== null && normalizeName(call.name) !== manifest.name?.normalized) return null;
  if (!call.format.known || call.format.value !== 'pyproject' || isRewritten(own)) return null;
  const listed = listedNames(own);
  const holds = ({ marker }: Dependency): boolean =>
    surelyHolds(marker?.text ?? null, buildsOf(use, manifest, project.settings));
  const extras = comparedExtras(project, call, holds, isLike);
  const words = wordsOf(project.input.nixFiles.get(use.file) ?? '');
  const buildSystem = comparedBuildSystem(project, call, own, words, holds);
  if (manifest.dynamic.some(({ text }) => text === 'dependencies'))
    return { call, absent: [], unasked: [], extras, buildSystem };
  const asked = manifest.dependencies.filter(({ origin }) => origin !== 'build-system');
  const missing = asked.filter(
    (dependency) =>
      isOfProject(dependency, project) &&
      holds(dependency) &&
      ![...words].some((word) => isLike(word, dependency.normalized)),
  );
  const unasked = call.dependencies.filter(
    ({ attr, isOfPython }) =>
      isOfPython &&
      !attr.includes('.') &&
      project.input.knowledge.lookup(normalizeName(attr)) !== null &&
      !asked.some(({ normalized }) => isLike(normalizeName(attr), normalized)),
  );
  const removed = call.removed.known ? (call.removed.value ?? []).map(normalizeName) : null;
  const absent = call.checksDependencies && removed !== null ? missing : [];
  return {
    call,
    absent: absent
      .filter(({ normalized }) => removed?.includes(normalized) !== true)
      .map((dependency) => ({ dependency, brought: mayBeBrought(dependency, listed, project) })),
    unasked,
    extras,
    buildSystem,
  };
}

/** The project's own dependencies; Poetry's stand beside `[project]` for Poetry alone. */
function isOfProject({ origin, group, extra, optional }: Dependency, project: Project): boolean {
  const { dependencies } = project.manifest;
  const isPoetrys = !dependencies.some((each) => each.origin === 'project');
  const isOwn = origin === 'project' || (isPoetrys && origin === 'tool.poetry');
  return isOwn && group === 'main' && extra === null && !optional;
}

/** Hooks of phases may change the files that say what is asked for. */
function isRewritten({ sets }: OwnInputs): boolean {
  return sets.some((name) =>
    /^(?:patches|patchPhase|p(?:re|ost)(?:Patch|Build|Configure|Unpack)|unpackPhase|configurePhase|buildPhase|pypaBuildFlags|dontUsePypaBuild|sourceRoot|setSourceRoot|pythonPath)$/.test(
      name,
    ),
  );
}

function listedNames({ lists }: OwnInputs): ReadonlySet<string> {
  return new Set(lists.flatMap(({ attrs }) => attrs).map((attr) => normalizeName(attr)));
}

/** Every name that a Nix file mentions: what it mentions may provide a package in a way that is not read. */
function wordsOf(text: string): ReadonlySet<string> {
  return new Set(
    text.split(/[^A-Za-z0-9_-]+/).flatMap((word) => (word.length < 2 ? [] : [normalizeName(word)])),
  );
}

/** Whether nixpkgs may have one under the other's name: `opencv4` is opencv-python, `psycopg2` is psycopg2-binary. */
export function isLike(a: string, b: string): boolean {
  if (a === b) return true;
  const [first, second] = [a, b].map((name) => name.replaceAll('-', ''));
  if (first === undefined || second === undefined) return false;
  const [short, long] = first.length <= second.length ? [first, second] : [second, first];
  if (!OF_NIX.test(short) && short.length * 2 >= long.length && long.includes(short)) return true;
  const stems = [a, b].map(stemOf);
  return stems[0] !== '' && stems[0] === stems[1];
}

/** A name without the words for Python at its ends, and without the version that nixpkgs puts behind it. */
function stemOf(name: string): string {
  const ahead = name.replace(/^python-?|^py(?=[a-z]{3})/, '');
  const numbers = lengthAtEnd(ahead, /^\d+-?/);
  const words = lengthAtEnd(ahead, /^nohtyp-?/);
  return ahead.slice(0, ahead.length - Math.max(numbers, words));
}

/** Words that every Nix file has. */
const OF_NIX = /^(?:\d*|py|lib|src|pkgs|python\d*(?:packages)?|nix|name|pname|build|system)$/;

/** Whether one of the listed packages may bring it: by the lock, whatever its extras and markers; without a lock anything may. */
function mayBeBrought(
  { normalized }: Dependency,
  listed: ReadonlySet<string>,
  { lock }: Project,
): boolean {
  const others = [...listed].filter((name) => whatBuilds(name) === 'unknown');
  if (lock === null || !lock.complete) return others.length > 0;
  const reached = new Set(listed);
  for (const name of reached)
    for (const locked of lock.byName.get(name) ?? [])
      for (const dependency of locked.dependencies) reached.add(normalizeName(dependency.name));
  return reached.has(normalized) || others.some((name) => !lock.byName.has(name));
}
