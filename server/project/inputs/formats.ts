import type { SpannedFlag, SpannedName, UvBuilding } from '../../manifests/model.ts';
import type {
  RequirementsManifest,
  RequirementsOption,
} from '../../manifests/requirements/requirements.ts';
import { readUvBuilding } from '../../manifests/uv-section.ts';
import { normalizeName } from '../../python/names.ts';
import { lockFormatOf } from '../../locks/formats.ts';
import type { FormatRule } from '../../targets/model.ts';

import { includedPath } from './includes.ts';
import type { FormatOption, ProjectInput, TextFile } from '../model.ts';
import { isRequirements, readManifest } from './read.ts';
import { baseName } from './text-file.ts';
import { uvConfigurationFile, uvSettings } from './uv-configuration.ts';
import { uvSettingsFile } from './uv-settings.ts';

/**
 * Which kinds of files the installer of a lock may take: what pip reads in the requirements files
 * that it is given, and what uv reads in its settings. Empty for other tools.
 */
export function formatsOf(input: ProjectInput, lock: TextFile | null): readonly FormatOption[] {
  if (lock === null) return [];
  switch (lockFormatOf(lock.file)?.installer) {
    case 'pip':
      return formatsOfPip(input, lock);
    case 'uv':
      return formatsOfUv(input);
    case null:
    case undefined:
      return [];
  }
}

/** These rules without their places: what moves lines changes no judgement. */
export function withoutPlaces(formats: readonly FormatOption[]): readonly FormatRule[] {
  return formats.map(({ package: of, only, because }) => ({ package: of, only, because }));
}

/** More files are not followed. */
const MOST_FILES = 64;

/**
 * The `FormatControl` that pip (23.2) ends up with: one for all files, changed by each line in
 * the order in which pip reads them. None where a file cannot be read, which may say something else.
 */
function formatsOfPip({ files: loaded }: ProjectInput, lock: TextFile): readonly FormatOption[] {
  const control = new FormatControl();
  const first = requirementsIn(lock);
  const open = first === null ? [] : [{ manifest: first, source: lock, next: 0 }];
  let files = 0;
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const { manifest, source } = top;
    const statement = manifest.statements[top.next];
    top.next += 1;
    if (statement === undefined) open.pop();
    else if ('name' in statement) control.take(statement, source);
    else {
      const path = includedPath(statement, source.file);
      const included = path === null ? undefined : loaded.get(path);
      files += 1;
      const isCircle = open.some((each) => each.source.file === path);
      if (included === undefined || isCircle || files > MOST_FILES) return [];
      const inner = requirementsIn(included);
      if (inner !== null) open.push({ manifest: inner, source: included, next: 0 });
    }
  }
  return control.options();
}

function requirementsIn(source: TextFile): RequirementsManifest | null {
  const manifest = readManifest(source);
  return isRequirements(manifest) ? manifest : null;
}

const ALL = ':all:';
const NONE = ':none:';

/** `handle_mutual_excludes` and `get_allowed_formats` of pip's class of that name. */
class FormatControl {
  readonly #noBinary = new Map<string, FormatOption>();
  readonly #onlyBinary = new Map<string, FormatOption>();

  take({ name: option, value, span }: RequirementsOption, source: TextFile): void {
    if ((option !== 'no-binary' && option !== 'only-binary') || value === null) return;
    const only = option === 'no-binary' ? 'sdist' : 'wheel';
    const [target, other] =
      only === 'sdist' ? [this.#noBinary, this.#onlyBinary] : [this.#onlyBinary, this.#noBinary];
    const ruleOf = (name: string): FormatOption => ({
      package: name === ALL ? null : name,
      only,
      because: `--${option} ${name} in ${baseName(source.file)}`,
      source,
      span,
    });
    const names = value.split(',');
    const lastAll = names.lastIndexOf(ALL);
    if (lastAll !== -1) {
      other.clear();
      target.clear();
      target.set(ALL, ruleOf(ALL));
    }
    const rest = names.slice(lastAll + 1);
    // Without a `:none:` behind it, `:all:` covers what follows, as pip has it.
    if (lastAll !== -1 && !rest.includes(NONE)) return;
    for (const each of rest) {
      const name = normalizeName(each);
      if (each === NONE) target.clear();
      else {
        other.delete(name);
        target.set(name, ruleOf(name));
      }
    }
  }

  /** A name before `:all:`, and wheels before sdists. */
  options(): readonly FormatOption[] {
    return [...this.#onlyBinary.values(), ...this.#noBinary.values()];
  }
}

/**
 * What uv takes of packages of an index. Unlike uv2nix, it reads the settings of the workspace alone,
 * and those of a `uv.toml` before those of `pyproject.toml`.
 */
function formatsOfUv(input: ProjectInput): readonly FormatOption[] {
  const settings = uvSettings(input);
  if (settings === 'unknown') return [];
  const from = settings === 'own' ? uvSettingsFile(input) : uvConfigurationFile(input);
  if (from === null) return [];
  const building = settings === 'own' ? readManifest(from).building : readUvBuilding(settings);
  return building === undefined ? [] : uvRules(building, from);
}

function uvRules(building: UvBuilding, source: TextFile): readonly FormatOption[] {
  const { noBuild, noBinary, noBuildPackages, noBinaryPackages } = building;
  const rulesOf = (
    key: 'no-build' | 'no-binary',
    all: SpannedFlag | null,
    packages: readonly SpannedName[],
  ): readonly FormatOption[] => {
    const rule = { only: key === 'no-build' ? 'wheel' : 'sdist', source } as const;
    const where = `in ${baseName(source.file)}`;
    // What is said of all, even that it is not so, is before what is said of some.
    if (all?.value === false) return [];
    if (all !== null)
      return [{ ...rule, package: null, because: `${key} ${where}`, span: all.span }];
    return packages.map(({ name, span }) => ({
      ...rule,
      package: name,
      because: `${key}-package ${where}`,
      span,
    }));
  };
  return [
    ...rulesOf('no-build', noBuild, noBuildPackages),
    ...rulesOf('no-binary', noBinary, noBinaryPackages),
  ];
}
