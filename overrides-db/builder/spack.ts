import type { Conditions, System } from '../model.ts';
import type { SourceFact } from '../source-text.ts';
import { justAfter } from '../ranges.ts';
import { isVersion } from '../versions.ts';
import { normalizeName, type FactsSet } from './facts-text.ts';

/** One `depends_on`: library, its whole spec, the dependency types, the `when` conditions. */
export type SpackDependency = readonly [
  string,
  string,
  readonly string[],
  readonly (string | null)[],
];

export interface SpackPackage {
  readonly spack: string;
  /** Whether the recipe names its PyPI project; without, the name is a guess from Spack's own. */
  readonly pypi: boolean;
  readonly libs: readonly SpackDependency[];
  readonly tools: readonly SpackDependency[];
  readonly bs: readonly string[];
}

/**
 * Spack's recipes. A dependency that hangs on a variant, a compiler or another
 * package's state is optional; version and platform conditions are kept. Build systems are not
 * taken: Spack's build-time Python dependencies do not tell a back end from a helper.
 */
export function importSpack(json: Readonly<Record<string, SpackPackage>>): FactsSet['packages'] {
  const packages = new Map<string, SourceFact[]>();
  for (const [written, recipe] of Object.entries(json)) {
    if (!recipe.pypi && recipe.libs.length === 0) continue;
    const ref = `packages/${recipe.spack}/package.py`;
    const facts = [...recipe.libs, ...recipe.tools].map((dependency) => factOf(dependency, ref));
    packages.set(normalizeName(written), facts);
  }
  return packages;
}

function factOf([library, , types, conditions]: SpackDependency, ref: string): SourceFact {
  const { when, optional } = readConditions(conditions);
  const buildOrLink = types.includes('link') || types.includes('build');
  return {
    kind: 'native-input',
    library,
    ...(optional || !buildOrLink ? { optional: true } : {}),
    ...(Object.keys(when).length === 0 ? {} : { when }),
    ref,
  };
}

const PLATFORMS: ReadonlyMap<string, readonly System[]> = new Map([
  ['linux', ['x86_64-linux', 'aarch64-linux']],
  ['darwin', ['x86_64-darwin', 'aarch64-darwin']],
]);

/** Reads `@1.2:3 platform=linux +variant`: what is not a version or a platform makes it optional. */
export function readConditions(texts: readonly (string | null)[]): {
  when: Conditions;
  optional: boolean;
} {
  let when: Conditions = {};
  let optional = false;
  for (const text of texts) {
    if (text === null) {
      optional = true;
      continue;
    }
    let rest = text;
    const version = /^\s*@([^\s+~%^]+)/.exec(rest);
    if (version?.[1] !== undefined) {
      const versions = readVersions(version[1]);
      if (versions === null || when.versions !== undefined) optional = true;
      else when = { ...when, versions };
      rest = rest.slice(version[0].length);
    }
    const platform = /(?:^|\s)platform=(\w+)/.exec(rest);
    const systems = PLATFORMS.get(platform?.[1] ?? '');
    if (platform !== null && systems !== undefined) {
      when = { ...when, systems };
      rest = rest.replace(platform[0], '');
    }
    if (rest.trim() !== '') optional = true;
  }
  return { when, optional };
}

/** Spack's ranges are inclusive and by prefix: `:2` takes 2.9 too. */
function readVersions(text: string): { from?: string; until?: string }[] | null {
  const result: { from?: string; until?: string }[] = [];
  for (const part of text.split(',')) {
    const exact = part.startsWith('=');
    const [low, high] = part.includes(':')
      ? part.split(':', 2)
      : [part.replace(/^=/, ''), undefined];
    const upper = high ?? low;
    if (low === undefined || upper === undefined) return null;
    if (low !== '' && !isVersion(low)) return null;
    const until = upper === '' ? '' : exact ? justAfter(upper) : afterPrefix(upper);
    if (until === null) return null;
    result.push({ ...(low === '' ? {} : { from: low }), ...(until === '' ? {} : { until }) });
  }
  return result;
}

function afterPrefix(version: string): string | null {
  const parts = version.split('.');
  const last = parts.at(-1) ?? '';
  if (!parts.every((part) => /^\d+$/.test(part))) return null;
  return [...parts.slice(0, -1), String(Number(last) + 1)].join('.');
}
