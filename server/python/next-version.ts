import type { Version } from './model.ts';
import { exactRelease, makeVersion, withParts } from './version.ts';

/** The least version that Poetry's caret leaves out: of its first three components the first that is not 0, bumped. */
export function nextBreaking(version: Version): Version {
  const [major = 0, minor, patch] = version.release;
  if (major > 0 || minor === undefined) return bumped(version, 0);
  if (minor > 0 || patch === undefined) return bumped(version, 1);
  return bumped(version, 2);
}

/** The least version that Poetry's tilde leaves out: the next major where only that is given, else the next minor. */
export function nextByTilde(version: Version): Version {
  return bumped(version, version.release.length === 1 ? 0 : 1);
}

/** The least version that `~=` leaves out: the last component but one, bumped (PEP 440, compatible release). */
export function nextCompatible(version: Version): Version {
  return bumped(version, Math.max(version.release.length - 2, 0));
}

/** `1.2.3` → `1.2.4`, `1` → `1.0.1`, without suffixes. */
export function nextPatch(version: Version): Version {
  return bumped(version, 2);
}

/** `1.2` → `1.2.dev0`: the least version with the same release, pre and post segments; no local part. */
export function firstDevelopment(version: Version): Version {
  const { phases } = version;
  const first = withParts(version, { dev: 0, local: null });
  return phases === undefined ? first : { ...first, phases: { ...phases, dev: null } };
}

/** The first version behind those that `version.*` stands for, as Poetry has it. */
export function afterWildcard(version: Version): Version {
  const { pre, post, dev } = version;
  const base = withParts(version, { dev: null, local: null });
  if (post !== null) return withParts(base, { post: dev === null ? post + 1 : post });
  if (pre !== null) return withParts(base, { pre: dev === null ? [pre[0], pre[1] + 1] : pre });
  if (dev !== null) return withParts(base, { dev: dev + 1 });
  return bumped(version, version.release.length - 1);
}

/** The release with one more in the component at `index` and 0 behind it. Missing components count as 0. */
function bumped(version: Version, index: number): Version {
  const release = [...exactRelease(version)];
  while (release.length <= index) release.push(0);
  const raised = release.map((part, at) => (at < index ? part : at > index ? 0 : increment(part)));
  return makeVersion({ epoch: version.epoch, release: raised });
}

function increment(part: number | bigint): number | bigint {
  return typeof part === 'bigint' ? part + 1n : part + 1;
}
