import type { LockedFile, LockedPackage } from '../locks/model.ts';
import { bestFile, parseWheelFilename } from '../python/tags.ts';
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
  if (preference === 'sdist' && sdist !== undefined) return chosen('sdist', sdist.name, why);
  const wheels = locked.files.filter(({ name }) => name.endsWith('.whl'));

  const choices = builds.pythons.flatMap((python) =>
    builds.systems.map((system) => bestFile(wheels, python, system)),
  );
  if (choices.length === 0) return { kind: 'unknown', why: NO_PYTHON };
  const always = choices.every((wheel) => wheel !== null);
  // A name that is none of PEP 427's, as that of a variant (PEP 825), some targets take for a wheel of its first tags.
  const isOdd = wheels.some(({ name }) => parseWheelFilename(name) === null);
  const never = !isOdd && choices.every((wheel) => wheel === null);

  if (always) {
    const reason = preference === 'wheel' ? why : NO_SDIST;
    const [first] = choices;
    const same = choices.every((wheel) => wheel?.name === first?.name);
    return chosen('wheel', same ? (first?.name ?? null) : null, reason);
  }
  if (sdist !== undefined) {
    return never
      ? chosen('sdist', sdist.name, 'no wheel fits')
      : { kind: 'unknown', why: 'whether a wheel fits depends on the interpreter or system' };
  }
  if (isOdd && choices.every((wheel) => wheel === null))
    return { kind: 'unknown', why: 'the name of a wheel is not understood' };
  if (!never) return chosen('wheel', null, NO_SDIST);
  const nothing = 'there is no sdist and no wheel that fits';
  return wheels.length === locked.files.length
    ? { kind: 'unusable', why: nothing, rule: null }
    : { kind: 'unknown', why: nothing };
}

const NO_PYTHON = 'there is no interpreter that it could be built with';
const NO_SDIST = 'there is no sdist';

/** The choice of a file, or of a kind alone, which no rule makes. */
export function chosen(
  kind: 'sdist' | 'wheel',
  file: string | null,
  why: string,
): Extract<Distribution, { readonly kind: 'sdist' | 'wheel' }> {
  return { kind, file, why, rule: null };
}

/** The file that is built where an installer may take one kind alone. */
export function chooseRuled(
  { files, source }: LockedPackage,
  rule: FormatRule,
  builds: BuildSettings,
): Distribution {
  const fromSource = withoutFiles({ source });
  if (fromSource !== null) return fromSource;
  const { only, because } = rule;
  if (files.length === 0 && source === null) return ruledKind(rule);
  const allowed = files.filter((file) => isSdist(file) === (only === 'sdist'));
  if (allowed.length === 0 && files.length > 0)
    return { kind: 'unusable', why: `no ${only} in the lock; ${because}`, rule: because };
  const choice = chooseFile({ files: allowed, source }, only, because, builds);
  switch (choice.kind) {
    case 'sdist':
    case 'wheel':
      return { ...choice, rule: because };
    case 'unusable':
      return {
        kind: 'unusable',
        why: `no wheel that fits in the lock; ${because}`,
        rule: because,
      };
    case 'either':
    case 'unknown':
      return choice;
  }
}

/** The kind that a rule leaves, of files that are not known. */
export function ruledKind({ only, because }: FormatRule): Distribution {
  return { kind: only, file: null, why: because, rule: because };
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
  kind: 'either',
  why: 'from a wheel where the index has one that fits, else from the sdist: no file is named',
};

/** A package that comes from a repository, a folder or an address has no file to choose. */
function withoutFiles({ source }: Pick<LockedPackage, 'source'>): Distribution | null {
  switch (source?.type) {
    case 'git':
      return chosen('sdist', null, 'it comes from a git repository');
    case 'directory':
    case 'editable':
    case 'virtual':
      return chosen('sdist', null, 'it comes from a folder');
    case 'url':
    case 'file':
      return source.url?.endsWith('.whl')
        ? chosen('wheel', null, 'its address is a wheel')
        : chosen('sdist', null, 'its address is a source archive');
    default:
      return null;
  }
}

function isSdist({ name }: LockedFile): boolean {
  return SDIST_EXTENSIONS.some((extension) => name.endsWith(extension));
}
