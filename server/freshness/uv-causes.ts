import { crossCheck } from './cross-check.ts';
import type { StalenessCause } from './model.ts';
import type { UvDifference } from './uv-difference.ts';
import type { Lock } from '../locks/model.ts';
import type { Dependency, Manifest } from '../manifests/model.ts';

/** The differences of a stale `uv.lock` in words, with their places in the manifest. */
export function uvCauses(
  differences: readonly UvDifference[],
  manifest: Manifest,
  lock: Lock,
): readonly StalenessCause[] {
  return differences.map((difference) => causeOf(difference, manifest, lock));
}

function causeOf(difference: UvDifference, manifest: Manifest, lock: Lock): StalenessCause {
  const { kind, name } = difference;
  const about = { kind: 'changed', span: null, package: null } as const;
  switch (kind) {
    case 'requirement':
      return requirementCause(difference, manifest, lock);
    case 'constraint':
      return { ...about, message: `it has other constraints or overrides for ${name ?? ''}` };
    case 'environments':
      return { ...about, message: `it has other ${name ?? 'environments'}` };
    case 'conflicts':
      return { ...about, message: 'it has other conflicts of extras and groups' };
    case 'metadata':
      return { ...about, message: `it has other dependency-metadata for ${name ?? ''}` };
    case 'options':
      return { ...about, message: `it was made with another ${name ?? ''} mode` };
    case 'extras':
      return { ...about, message: `it does not have the same extra ${name ?? ''}` };
    case 'members':
      return { ...about, message: 'it was made for a workspace' };
    case 'new-member':
      return { ...about, message: `it does not have the member ${name ?? ''} of the workspace` };
    case 'lost-member':
      return { ...about, message: `it still has ${name ?? ''} as a member of the workspace` };
    case 'member-kind':
      return {
        ...about,
        message: `it takes the member ${name ?? ''} for a package, or for none, as it was before`,
      };
    case 'dynamic':
      return { ...about, message: 'it has a version of the project, or none, as it was before' };
    case 'local':
      return { ...about, message: `${name ?? ''} has another manifest in its folder` };
    case 'version': {
      const locked = lock.byName.get(manifest.name?.normalized ?? '')?.[0]?.version ?? '?';
      const span = manifest.version?.span ?? null;
      return {
        ...about,
        kind: 'project-version',
        message: `it has version ${locked} of the project, which is at ${name ?? ''}`,
        span,
      };
    }
    case 'package':
      return {
        ...about,
        message: 'it takes the project for a package, or for none, as it was before',
      };
    case 'default-groups':
      return { ...about, message: 'it has other default-groups' };
    case 'excludes':
      return { ...about, message: `it has other exclude-dependencies for ${name ?? ''}` };
    case 'group':
      return { ...about, message: `it does not have the same group ${name ?? ''}` };
    case 'project':
      return { ...about, message: `it was not made for ${name ?? 'this project'}` };
    case 'requires-python': {
      const locked = lock.pythonVersions?.text ?? '*';
      const { text = '*', span = null } = manifest.requiresPython ?? {};
      return {
        ...about,
        message: `it was made for Python ${locked}, the project asks for ${text}`,
        span,
      };
    }
  }
}

function requirementCause(
  { name, place }: UvDifference,
  manifest: Manifest,
  lock: Lock,
): StalenessCause {
  const declared = manifest.dependencies.find(
    (each) => each.normalized === name && each.origin !== 'build-system' && isIn(each, place),
  );
  const where = place === null ? '' : ` in ${place}`;
  if (declared === undefined) {
    const message = `it still has ${name ?? ''}${where}`;
    return { kind: 'removed', message, span: null, package: name };
  }
  const { status } = crossCheck(declared, manifest, lock);
  // These two have findings of their own on the dependency.
  const kind = status === 'not-in-lock' || status === 'unsatisfied' ? status : 'changed';
  const message =
    status === 'not-in-lock'
      ? `${declared.name} is not in it`
      : `${declared.name}${where} was declared otherwise`;
  return { kind, message, span: declared.nameSpan, package: name };
}

/** A group's name stands in `group`, an extra's in `extra`. */
function isIn({ extra, group }: Dependency, place: string | null): boolean {
  if (place === null) return extra === null && group === 'main';
  return extra === place || group === place;
}
