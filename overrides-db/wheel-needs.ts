import { normalizeName } from '../server/python/names.ts';
import { canonicalAttr } from './attributes.ts';
import { attrOfDlopen, attrOfSharedLibrary } from './build-names.ts';
import type { Need } from './model.ts';
import type { ReadEvidence, Reading } from './reading.ts';
import type { ReadNeed } from './read-need.ts';
import { cudaAttr, isOfDriver, isOfTorch, nvidiaWheel, qtWheel } from './sibling-wheels.ts';

/**
 * What a wheel takes from the system: the libraries that its files link and that neither it nor its platform
 * tag brings, each by the package that has it or, where that is none that a build can link, by what patching has to
 * pass over. What a wheel opens by name it may do without.
 */
export function needsOfWheel({ evidence, file }: Reading): ReadNeed[] {
  const own = normalizeName(file.split('-', 1)[0] ?? '');
  const found = new Map<string, ReadNeed>();
  for (const one of evidence) {
    if (one.kind !== 'links' && one.kind !== 'opens') continue;
    const need = one.kind === 'links' ? linked(one, own) : opened(one.name);
    if (need === null) continue;
    const required = one.kind === 'links' && one.if === undefined;
    const key = JSON.stringify(need);
    if (required || !found.has(key)) found.set(key, { need, required, when: {}, at: one.at });
  }
  return [...found.values()];
}

function linked(evidence: ReadEvidence, own: string): Need {
  const { name } = evidence;
  const by = siblingOf(evidence);
  // What it does not bring itself it does not get from itself.
  if (by !== null && by !== own) return { kind: 'ignored-library', name, by };
  const cuda = cudaAttr(name);
  const attr = cuda === null ? attrOfSharedLibrary(name) : `cudaPackages.${cuda}`;
  return attr === null ? { kind: 'ignored-library', name, by: null } : library(attr);
}

/** Who brings a library when the wheel is used, though no input of its build has it; null where that is not known. */
function siblingOf({ name, at, beside, by }: ReadEvidence): string | null {
  if (isOfDriver(name)) return DRIVER;
  if (isOfTorch(name)) return 'torch';
  const known = by ?? qtWheel(name, at);
  if (known !== null) return known;
  if (beside === undefined) return null;
  // A folder beside is looked in for whatever the file links: what it has is known by the names alone.
  const nvidia = nvidiaWheel(name);
  if (nvidia !== null) return nvidia;
  return attrOfSharedLibrary(name) === null ? ofFolder(beside) : null;
}

const DRIVER = 'the graphics driver';

function opened(name: string): Need | null {
  const attr = attrOfSharedLibrary(name) ?? attrOfDlopen(name);
  return attr === null ? null : library(attr);
}

function library(attr: string): Need {
  return { kind: 'wheel-library', attr: canonicalAttr(attr) };
}

/**
 * The package that a folder of `site-packages` is named after: `nvidia` of `nvidia/cublas/lib`. A path that the linker
 * left of the tree that it was built in (Bazel's `_solib_x86_64`) is named after none.
 */
function ofFolder(folder: string): string | null {
  const first = folder.split('/', 1)[0] ?? folder;
  return /^[A-Za-z0-9]/.test(first) ? first : null;
}
