import type { Platform } from './environment.ts';
import type { Version } from './model.ts';
import { normalizeName } from './names.ts';
import { compareVersions, parseVersion } from './version.ts';
import { memoized } from '../memoize.ts';

/** A wheel's file name taken apart (PEP 427, PEP 425). */
export interface WheelFilename {
  /** PEP 503. */
  readonly name: string;
  readonly version: Version;
  /** Its number and what stands behind that; null where there is none. */
  readonly build: readonly [number, string] | null;
  readonly pythons: readonly string[];
  readonly abis: readonly string[];
  readonly platforms: readonly string[];
}

/** What wheels ask of a machine beyond its platform. */
export interface Machine {
  readonly libc?: {
    readonly kind: 'glibc' | 'musl';
    readonly major: number;
    readonly minor: number;
  };
  readonly macos?: { readonly major: number; readonly minor: number };
}

/** Reads `name-1.0-1-cp311-cp311-manylinux_2_17_x86_64.whl` as packaging 26 does; null if it is not a wheel's name. */
export function parseWheelFilename(filename: string): WheelFilename | null {
  if (!filename.endsWith('.whl')) return null;
  const parts = filename.slice(0, -4).split('-');
  const [name = '', versionText = ''] = parts;
  if (parts.length < 5 || parts.length > 6) return null;
  if (name.includes('__') || !isWord(name)) return null;
  const version = parseVersion(versionText);
  const build = parts.length === 6 ? /^(\d+)(.*)$/s.exec(parts[2] ?? '') : null;
  if (version === null || (parts.length === 6 && build === null)) return null;
  const [pythons = [], abis = [], platforms = []] = parts.slice(-3).map((part) => part.split('.'));
  if ([...pythons, ...abis, ...platforms].includes('')) return null;
  if (!pythons.every((python) => isWord(python) && !/^\p{N}/u.test(python))) return null;
  return {
    name: normalizeName(name),
    version,
    build: build === null ? null : [Number(build[1]), build[2] ?? ''],
    pythons,
    abis,
    platforms,
  };
}

/** Python's word characters and dots. Nearly all names are ASCII, which is told faster. */
function isWord(name: string): boolean {
  return /^[\w.]+$/.test(name) || /^[\p{L}\p{N}_.]+$/u.test(name);
}

/** Reads `name-1.0.tar.gz` or `.zip` as packaging 26 does; null if it is not such a name. */
export function parseSdistFilename(
  filename: string,
): { readonly name: string; readonly version: Version } | null {
  const stem = /^(.+)(?:\.tar\.gz|\.zip)$/s.exec(filename)?.[1] ?? '';
  const dash = stem.lastIndexOf('-');
  const version = dash < 1 ? null : parseVersion(stem.slice(dash + 1));
  return version === null ? null : { name: normalizeName(stem.slice(0, dash)), version };
}

/**
 * The tags that an interpreter takes, `cp311-cp311-linux_x86_64`, the most specific first, in the
 * order that installers go by (packaging 26, `sys_tags`). `python` is `3.11` or longer, with `pypy`
 * before it for a PyPy. Kept once made.
 */
export function compatibleTags(
  python: string,
  platform: Platform,
  machine: Machine = {},
): ReadonlyMap<string, number> {
  const key = JSON.stringify([python, platform, machine]);
  const known = madeTags.get(key);
  if (known !== undefined) return known;
  const ranks = new Map<string, number>();
  const platforms = platformTags(platform, machine);
  const tags = python.startsWith('pypy')
    ? pypyTags(python.slice('pypy'.length), platforms)
    : cpythonTags(python, platforms);
  for (const tag of tags) if (!ranks.has(tag)) ranks.set(tag, ranks.size);
  if (madeTags.size >= 100) madeTags.clear();
  madeTags.set(key, ranks);
  return ranks;
}

/** Whether an installer would take the wheel for this Python and platform. */
export function isWheelCompatible(
  wheel: WheelFilename,
  python: string,
  platform: Platform,
  machine: Machine = {},
): boolean {
  return rankOf(wheel, compatibleTags(python, platform, machine)) !== null;
}

/**
 * The file that installers (pip, Poetry, uv) take: the wheel with the most specific tags, of equal
 * ones the greatest build number; without a wheel that fits the first sdist. Null if nothing fits.
 */
export function bestFile<File extends { readonly name: string }>(
  files: readonly File[],
  python: string,
  platform: Platform,
  machine: Machine = {},
): File | null {
  const tags = compatibleTags(python, platform, machine);
  let best: { file: File; wheel: WheelFilename; rank: number } | null = null;
  const wheels = wheelsIn(files);
  for (const [index, file] of files.entries()) {
    const wheel = wheels[index] ?? null;
    const rank = wheel === null ? null : rankOf(wheel, tags);
    if (wheel === null || rank === null) continue;
    if (best === null || isBetter(wheel, rank, best.wheel, best.rank)) best = { file, wheel, rank };
  }
  return best?.file ?? files.find(({ name }) => parseSdistFilename(name) !== null) ?? null;
}

/** Each file's name taken apart, once for as long as the same list is asked for many interpreters. Bench: `check` of 177 projects. */
const wheelsIn = memoized((files: readonly { readonly name: string }[]) =>
  files.map(({ name }) => parseWheelFilename(name)),
);

function isBetter(a: WheelFilename, rankA: number, b: WheelFilename, rankB: number): boolean {
  const byVersion = compareVersions(a.version, b.version);
  if (byVersion !== 0) return byVersion > 0;
  if (rankA !== rankB) return rankA < rankB;
  const [numberA, suffixA] = a.build ?? [-1, ''];
  const [numberB, suffixB] = b.build ?? [-1, ''];
  return numberA > numberB || (numberA === numberB && suffixA > suffixB);
}

const madeTags = new Map<string, ReadonlyMap<string, number>>();

/** A name may compress more tags than any real one has. */
const mostTags = 2000;

function rankOf(wheel: WheelFilename, tags: ReadonlyMap<string, number>): number | null {
  const { pythons, abis, platforms } = wheel;
  if (pythons.length * abis.length * platforms.length > mostTags) return null;
  let best: number | null = null;
  for (const python of pythons)
    for (const abi of abis)
      for (const platform of platforms) {
        const rank = tags.get(`${python}-${abi}-${platform}`);
        if (rank !== undefined && (best === null || rank < best)) best = rank;
      }
  return best;
}

function* cpythonTags(python: string, platforms: readonly string[]): Generator<string> {
  const [major, minor] = numbersOf(python);
  if (major === undefined || minor === undefined || minor > 1000) return;
  const current = `cp${major}${minor}`;
  const wideUnicode = platforms[0]?.startsWith('linux') === true ? 'mu' : 'm';
  const flags = major < 3 ? wideUnicode : major === 3 && minor < 8 ? 'm' : '';
  const hasStableAbi = major > 3 || (major === 3 && minor >= 2);
  for (const each of hasStableAbi ? [current + flags, 'abi3', 'none'] : [current + flags, 'none'])
    for (const platform of platforms) yield `${current}-${each}-${platform}`;
  if (hasStableAbi)
    for (let older = minor - 1; older > 1; older -= 1)
      for (const platform of platforms) yield `cp${major}${older}-abi3-${platform}`;
  yield* pureTags(major, minor, current, platforms);
}

/** PyPy 7.3, which all releases for Python 3.6 and later are. */
function* pypyTags(python: string, platforms: readonly string[]): Generator<string> {
  const [major, minor] = numbersOf(python);
  if (major === undefined || minor === undefined || minor > 1000) return;
  const current = `pp${major}${minor}`;
  for (const abi of [`pypy${major}${minor}_pp73`, 'none'])
    for (const platform of platforms) yield `${current}-${abi}-${platform}`;
  yield* pureTags(major, minor, `pp${major}`, platforms);
}

function* pureTags(
  major: number,
  minor: number,
  interpreter: string,
  platforms: readonly string[],
): Generator<string> {
  const pures = [`py${major}${minor}`, `py${major}`];
  for (let older = minor - 1; older >= 0; older -= 1) pures.push(`py${major}${older}`);
  for (const pure of pures) for (const platform of platforms) yield `${pure}-none-${platform}`;
  yield `${interpreter}-none-any`;
  for (const pure of pures) yield `${pure}-none-any`;
}

function numbersOf(python: string): readonly number[] {
  return /^(\d+)\.(\d+)/.exec(python)?.slice(1).map(Number) ?? [];
}

/** PEP 600, PEP 656, macOS as packaging has it. What is not said of the machine is as in a recent nixpkgs. */
function platformTags(platform: Platform, machine: Machine): readonly string[] {
  const { libc = { kind: 'glibc', major: 2, minor: 42 }, macos = { major: 14, minor: 0 } } =
    machine;
  switch (platform) {
    case 'x86_64-linux':
      return linuxTags('x86_64', libc);
    case 'aarch64-linux':
      return linuxTags('aarch64', libc);
    case 'x86_64-darwin':
      return macosTags('x86_64', macos.major, macos.minor);
    case 'aarch64-darwin':
      return macosTags('arm64', macos.major, macos.minor);
    case 'x86_64-windows':
      return ['win_amd64'];
  }
}

const legacyManylinux: ReadonlyMap<number, string> = new Map([
  [17, 'manylinux2014'],
  [12, 'manylinux2010'],
  [5, 'manylinux1'],
]);

function linuxTags(arch: string, libc: NonNullable<Machine['libc']>): readonly string[] {
  const tags = [`linux_${arch}`];
  if (libc.kind === 'musl') {
    for (let minor = libc.minor; minor >= 0; minor -= 1)
      tags.push(`musllinux_${libc.major}_${minor}_${arch}`);
    return tags;
  }
  // The oldest glibc that wheels are made for is 2.5, on other machines than x86 2.17.
  const oldest = arch === 'x86_64' ? 5 : 17;
  for (let minor = libc.minor; minor >= oldest; minor -= 1) {
    tags.push(`manylinux_${libc.major}_${minor}_${arch}`);
    const legacy = legacyManylinux.get(minor);
    if (legacy !== undefined) tags.push(`${legacy}_${arch}`);
  }
  return tags;
}

function macosTags(arch: 'x86_64' | 'arm64', major: number, minor: number): readonly string[] {
  const formats =
    arch === 'x86_64'
      ? ['x86_64', 'intel', 'fat64', 'fat3', 'universal2', 'universal']
      : ['arm64', 'universal2'];
  const tags: string[] = [];
  for (let release = major; release > 10; release -= 1)
    for (const format of formats) tags.push(`macosx_${release}_0_${format}`);
  // From macOS 11 on, of the older ones only what runs on both processors is fit for arm64.
  const older = arch === 'x86_64' ? formats : ['universal2'];
  for (let release = major > 10 ? 16 : minor; release > 3; release -= 1)
    for (const format of older) tags.push(`macosx_10_${release}_${format}`);
  return tags;
}
