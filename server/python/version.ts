import { parse } from '@renovatebot/pep440';
import type { Phases, Version } from './model.ts';
import { stripped } from './python-text.ts';
import { exact, hasHugeNumber } from './version-order.ts';

export { compareVersions } from './version-order.ts';

/** The fields of a version; those left out are null, the epoch 0. */
export interface VersionParts {
  readonly epoch?: number;
  readonly release: readonly (number | bigint)[];
  readonly pre?: Version['pre'];
  readonly post?: number | null;
  readonly dev?: number | null;
  readonly local?: string | null;
  readonly phases?: Phases;
}

/**
 * Reads a PEP 440 version in any spelling of its appendix B, white space around it included. Null
 * if it is none, or if a number in it has more than 300 digits. Numbers beyond 2^53 are exact in
 * `text` only.
 */
export function parseVersion(text: string): Version | null {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const version = readVersion(text);
  if (text.length <= longestCached) {
    if (cache.size >= cacheSize) cache.clear();
    // A copy: a part of a text keeps all of the text in memory, here the lock that it was read from.
    cache.set(text.split('').join(''), version);
  }
  return version;
}

/** A version made of its parts. */
export function makeVersion(parts: VersionParts): Version {
  const { epoch = 0, release, pre = null, post = null, dev = null, local = null } = parts;
  const text =
    (epoch === 0 ? '' : `${epoch}!`) +
    release.join('.') +
    (pre === null ? '' : pre[0] + pre[1]) +
    (post === null ? '' : `.post${post}`) +
    (dev === null ? '' : `.dev${dev}`) +
    (local === null ? '' : `+${normalLocal(local)}`);
  const version = { text, epoch, release: release.map(Number), pre, post, dev, local };
  return parts.phases === undefined ? version : { ...version, phases: parts.phases };
}

/** The version with some parts changed. */
export function withParts(version: Version, changes: Partial<VersionParts>): Version {
  return makeVersion({ ...version, release: exactRelease(version), ...changes });
}

/** Whether PEP 440 calls it a pre-release: it has a pre-release or a development segment. */
export function isPrerelease(version: Version): boolean {
  return version.pre !== null || version.dev !== null;
}

/** The version without its local part. */
export function withoutLocal(version: Version): Version {
  if (version.local === null) return version;
  return { ...version, local: null, text: version.text.slice(0, version.text.indexOf('+')) };
}

/** The numbers of the release segment, without the loss that a huge one has in `release`. */
export function exactRelease(version: Version): readonly (number | bigint)[] {
  return hasHugeNumber(version) ? exact(version).release : version.release;
}

const cache = new Map<string, Version | null>();
const cacheSize = 20_000;
const longestCached = 100;

function readVersion(text: string): Version | null {
  const { start, end } = stripped(text);
  const trimmed = text.slice(start, end);
  const huge = trimmed.match(/\d{16,}/g);
  if (huge?.some((digits) => digits.length > 300) === true) return null;
  const found = parse(trimmed);
  if (found === null) return null;
  const plus = trimmed.indexOf('+');
  const version = makeVersion({
    epoch: found.epoch,
    release: found.release,
    pre: preOf(found.pre),
    post: numberOf(found.post),
    dev: numberOf(found.dev),
    local:
      plus < 0
        ? null
        : trimmed
            .slice(plus + 1)
            .toLowerCase()
            .replace(/[-_]/g, '.'),
  });
  return huge === null ? version : { ...version, text: exactText(trimmed, version) };
}

// The library declares its segments as lists of either type and never null; both are wrong.
function preOf(segment: readonly (string | number)[] | null): Version['pre'] {
  const [phase, number] = segment ?? [];
  if (phase !== 'a' && phase !== 'b' && phase !== 'rc') return null;
  return [phase, Number(number)];
}

function numberOf(segment: readonly (string | number)[] | null): number | null {
  return segment === null ? null : Number(segment[1]);
}

/** The normal form with the digits as they are written, for numbers that a `number` rounds. */
function exactText(written: string, version: Version): string {
  const runs = (written.split('+')[0] ?? '').match(/\d+/g) ?? [];
  let next = 0;
  // A number that is not written is 0: a run of another value then belongs to the next segment.
  const digits = (value: number): string => {
    const run = runs[next];
    if (run === undefined || Number(run) !== value) return '0';
    next += 1;
    return BigInt(run).toString();
  };
  const { epoch, release, pre, post, dev, local } = version;
  const hasEpoch = written.includes('!');
  const epochText = hasEpoch ? digits(epoch) : '0';
  return (
    (epochText === '0' ? '' : `${epochText}!`) +
    release.map(digits).join('.') +
    (pre === null ? '' : pre[0] + digits(pre[1])) +
    (post === null ? '' : `.post${digits(post)}`) +
    (dev === null ? '' : `.dev${digits(dev)}`) +
    (local === null ? '' : `+${normalLocal(local)}`)
  );
}

/** PEP 440 has numeric local segments without leading zeros. */
function normalLocal(local: string): string {
  if (!/(?:^|\.)0\d/.test(local)) return local;
  return local
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? BigInt(part).toString() : part))
    .join('.');
}
