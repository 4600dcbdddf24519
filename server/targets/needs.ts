import { canonicalAttr, carriedBy } from '../../overrides-db/attributes.ts';
import type { Need } from '../../overrides-db/model.ts';
import { lengthAtEnd } from '../text.ts';

/**
 * Whether a build that has the nixpkgs attribute `provided` among its inputs finds `needed` there:
 * another name of it, another output, a version of it (`postgresql_16`), or a package that carries
 * it (`openblas` is a BLAS).
 */
export function carries(provided: string, needed: string): boolean {
  const wanted = canonicalAttr(needed);
  return carriedBy(provided).includes(wanted) || carriedBy(unversioned(provided)).includes(wanted);
}

/** Whether providing the one meets the other; the list that an input stands in does not matter. */
export function meets(provided: Need, needed: Need): boolean {
  switch (provided.kind) {
    case 'build-system':
      return (
        needed.kind === 'any-build-system' ||
        (needed.kind === 'build-system' && isBuildSystem(provided.attr, needed.attr))
      );
    case 'native-input':
    case 'wheel-library':
      return (
        (needed.kind === 'native-input' || needed.kind === 'wheel-library') &&
        carries(provided.attr, needed.attr)
      );
    case 'any-build-system':
    case 'cargo-hash':
      return needed.kind === provided.kind;
    case 'environment':
    case 'ignored-library':
      return needed.kind === provided.kind && provided.name === needed.name;
  }
}

/** Whether one name in the Python package set stands for the other: a version of it (`cython_0`), or a tool with its back end. */
export function isBuildSystem(provided: string, needed: string): boolean {
  return (
    provided === needed ||
    unversioned(provided) === unversioned(needed) ||
    BACK_ENDS.get(provided) === needed
  );
}

/** What the tools depend on, each by its own name in nixpkgs' Python sets. */
const BACK_ENDS: ReadonlyMap<string, string> = new Map([
  ['flit', 'flit-core'],
  ['hatch', 'hatchling'],
  ['poetry', 'poetry-core'],
]);

/** What a need is called in a sentence. */
export function needLabel(need: Need): string {
  switch (need.kind) {
    case 'build-system':
    case 'native-input':
    case 'wheel-library':
      return need.attr;
    case 'any-build-system':
      return `${need.attr} (likely)`;
    case 'cargo-hash':
      return 'a cargo hash';
    case 'environment':
      return need.name;
    case 'ignored-library':
      return need.by === null ? need.name : `${need.name} of ${need.by}`;
  }
}

/** `postgresql` for `postgresql_16`, `ncurses` for `ncurses5`. */
function unversioned(attr: string): string {
  return attr.slice(0, attr.length - lengthAtEnd(attr, /^\d+(?:_\d+)*_?/));
}
