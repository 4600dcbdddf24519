import type { LockedFile, LockedPackage } from '../locks/model.ts';
import { bestFile } from '../python/tags.ts';
import type { BuildSettings, Distribution, FormatRule } from './model.ts';

const SDIST_EXTENSIONS = [
  '.tar.gz',
  '.zip',
  '.tar.bz2',
  '.tar.xz',
  '.tgz',
  '.tbz',
  '.txz',
  '.tar',
  '.tar.lz',
  '.tar.lzma',
  '.tlz',
];

/**
 * The file that is built where a target prefers `preference`: that kind first, the other where
 * there is none. Candidate interpreters and systems that would lead to different kinds make the
 * answer unknown.
 */
export function chooseFile(
  locked: Pick<LockedPackage, 'files' | 'source'>,
  preference: 'sdist' | 'wheel',
  why: string,
  builds: BuildSettings,
): Distribution {
  const fromSource = withoutFiles(locked);
  if (fromSource !== null) return fromSource;
  const sdist = locked.files.find(isSdist);
  if (locked.files.length === 0) return { kind: 'unknown', why: 'the lock names no files for it' };
  if (preference === 'sdist' && sdist !== undefined) {
    return { kind: 'sdist', file: sdist.name, why };
  }
  const wheels = locked.files.filter(({ name }) => name.endsWith('.whl'));

  const choices = builds.pythons.flatMap((python) =>
    builds.systems.map((system) => bestFile(wheels, python, system)),
  );
  const always = choices.length > 0 && choices.every((wheel) => wheel !== null);
  const never = choices.every((wheel) => wheel === null);

  if (always) {
    const reason = preference === 'wheel' ? why : 'there is no sdist';
    const [first] = choices;
    const same = choices.every((wheel) => wheel?.name === first?.name);
    return { kind: 'wheel', why: reason, ...(same && first ? { file: first.name } : {}) };
  }
  if (sdist !== undefined) {
    return never
      ? { kind: 'sdist', file: sdist.name, why: 'no wheel fits' }
      : { kind: 'unknown', why: 'whether a wheel fits depends on the interpreter or system' };
  }
  if (never) {
    return {
      kind: 'unknown',
      why: 'there is no sdist and no wheel that fits',
      unusable: wheels.length === locked.files.length && choices.length > 0,
    };
  }
  return { kind: 'wheel', why: 'there is no sdist' };
}

/** The file that is built where an installer may take one kind alone. */
export function chooseRuled(
  { files, source }: LockedPackage,
  { only, because: ruled }: FormatRule,
  builds: BuildSettings,
): Distribution {
  const fromSource = withoutFiles({ source });
  if (fromSource !== null) return fromSource;
  if (files.length === 0 && source === null) return { kind: only, why: ruled, ruled };
  const allowed = files.filter((file) => isSdist(file) === (only === 'sdist'));
  if (allowed.length === 0 && files.length > 0)
    return { kind: 'unknown', why: `no ${only} in the lock; ${ruled}`, unusable: true, ruled };
  const chosen = chooseFile({ files: allowed, source }, only, ruled, builds);
  return chosen.unusable === true
    ? { ...chosen, why: `no wheel that fits in the lock; ${ruled}`, ruled }
    : { ...chosen, ruled };
}

/** The rule for a package by its PEP 503 name; undefined where there is none. */
export function ruleFor(name: string, { formats = [] }: BuildSettings): FormatRule | undefined {
  return (
    formats.find((rule) => rule.package === name) ?? formats.find((rule) => rule.package === null)
  );
}

/** Whether a package is from an index and its lock does not name the files of it, as requirements files and Pipfile.lock do not. */
export function isWithoutFiles({ source, files }: LockedPackage): boolean {
  return source === null && files.length === 0;
}

/** Of such a package, where wheels are preferred. */
export const EITHER: Distribution = {
  kind: 'unknown',
  why: 'from a wheel where the index has one that fits, else from the sdist: no file is named',
  either: true,
};

/** A package that comes from a repository, a folder or an address has no file to choose. */
function withoutFiles({ source }: Pick<LockedPackage, 'source'>): Distribution | null {
  switch (source?.type) {
    case 'git':
      return { kind: 'sdist', why: 'it comes from a git repository' };
    case 'directory':
    case 'editable':
    case 'virtual':
      return { kind: 'sdist', why: 'it comes from a folder' };
    case 'url':
    case 'file':
      return source.url?.endsWith('.whl')
        ? { kind: 'wheel', why: 'its address is a wheel' }
        : { kind: 'sdist', why: 'its address is a source archive' };
    default:
      return null;
  }
}

function isSdist({ name }: LockedFile): boolean {
  return SDIST_EXTENSIONS.some((extension) => name.endsWith(extension));
}
