import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseToml } from '../toml/parse.ts';
import { contentHashes, HASH_FORMULAS } from '../freshness/content-hash.ts';
import { crossCheck } from '../freshness/cross-check.ts';
import { poetryFreshness } from '../freshness/poetry-freshness.ts';
import type { Lock } from './model.ts';
import { readPoetryLock } from './poetry.ts';
import { poetryCauses } from '../freshness/poetry-causes.ts';
import { projectOf, wanted } from '../freshness/testing.ts';
import { readUvLock } from './uv.ts';

/** Texts that look like locks, whole, damaged and odd. */
const lockText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '# by Poetry 1.8.3 and',
        '[[package]]',
        'name = "a"',
        'name = "__proto__"',
        'name = 3',
        'version = "1.0"',
        'optional = true',
        'files = [{file = "a-1.0.tar.gz", hash = "x"}]',
        'source = { git = "https://x/y?rev=1#2" }',
        '[package.dependencies]',
        'b = { version = "^1", extras = ["x"] }',
        'dependencies = [{ name = "b" }]',
        '[[package.dependencies.c]]',
        '[package.source]',
        'type = "git"',
        'url = "x"',
        '[package.extras]',
        'all = ["b (>=1)"]',
        '[metadata]',
        'content-hash = "0"',
        'lock-version = "1.1"',
        '[metadata.files]',
        '[metadata',
        '"""',
        '<<<<<<< HEAD',
        '[extras]',
      ),
      fc.string(),
    ),
    { maxLength: 25 },
  )
  .map((lines) => lines.join('\n'));

/** Everything that a lock tells, so that reading it all is one call. */
function everything(lock: Lock): unknown {
  return {
    ...lock,
    byName: [...lock.byName.keys()],
    packages: lock.packages.map((locked) => ({
      name: locked.name,
      version: locked.version,
      parsedVersion: locked.parsedVersion,
      spans: [locked.span, locked.headerSpan, locked.nameSpan, locked.versionSpan],
      files: locked.files,
      dependencies: locked.dependencies,
      optional: locked.optional,
      pythonVersions: [locked.pythonVersions, locked.pythonVersionsSpan],
      groups: locked.groups,
      markers: locked.markers,
      source: locked.source,
      extras: locked.extras,
    })),
  };
}

describe('locks', () => {
  it.each([
    ['poetry.lock', readPoetryLock],
    ['uv.lock', readUvLock],
  ])('reads any text as a %s, and judges by it', (_name, read) => {
    fc.assert(
      fc.property(lockText, fc.string(), (text, constraint) => {
        const document = parseToml(text);
        const lock = read('/lock', document);
        everything(lock);
        const dependency = wanted('a', constraint);
        const project = projectOf([dependency]);
        const { locked } = crossCheck(dependency, project, lock);
        expect(lock.packages).toEqual(expect.arrayContaining([...locked]));
        poetryCauses(project, lock);
        poetryFreshness(document, project, lock);
        for (const { span } of lock.packages) expect(span.end).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('reads an edited lock as one read from scratch', () => {
    fc.assert(
      fc.property(lockText, fc.nat(), fc.nat(9), lockText, (text, from, length, added) => {
        const start = from % (text.length + 1);
        const end = Math.min(start + length, text.length);
        const before = parseToml(text);
        everything(readPoetryLock('/lock', before));
        const edited = before.edit({ start, end }, added);
        const fresh = parseToml(text.slice(0, start) + added + text.slice(end));
        expect(everything(readPoetryLock('/lock', edited))).toEqual(
          everything(readPoetryLock('/lock', fresh)),
        );
      }),
    );
  });

  it('hashes any text, and the same for the same content in another order', () => {
    const key = fc.constantFrom('a', 'b', 'é', '😀', '～', '__proto__', 'z');
    const entries = fc.uniqueArray(fc.tuple(key, fc.integer()), {
      selector: ([name]) => name,
      minLength: 2,
    });
    fc.assert(
      fc.property(entries, (pairs) => {
        const textOf = (list: typeof pairs): string =>
          `[tool.poetry.dependencies]\n${list.map(([name, value]) => `"${name}" = ${value}`).join('\n')}`;
        const one = contentHashes(parseToml(textOf(pairs)).root);
        const other = contentHashes(parseToml(textOf(pairs.toReversed())).root);
        for (const formula of HASH_FORMULAS) {
          expect(one.hash(formula)).toMatch(/^[0-9a-f]{64}$/);
          expect(one.hash(formula)).toBe(other.hash(formula));
        }
      }),
    );
  });
});
