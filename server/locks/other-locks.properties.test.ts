import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseToml } from '../toml/parse.ts';
import { lockCauses, lockFreshness } from '../freshness/lock-freshness.ts';
import type { Lock } from './model.ts';
import { readPdmLock } from './pdm.ts';
import { readPipfileLock } from './pipfile-lock.ts';
import { readPylock } from './pylock.ts';
import { projectOf, wanted } from '../freshness/testing.ts';
import { readUvLock } from './uv.ts';

const READERS: readonly ((text: string) => Lock)[] = [
  (text) => readPdmLock('/p/pdm.lock', parseToml(text)),
  (text) => readPylock('/p/pylock.toml', parseToml(text)),
  (text) => readUvLock('/p/uv.lock', parseToml(text)),
  (text) => readPipfileLock('/p/Pipfile.lock', text),
];

/** Lines of all these formats, whole and damaged, in any order. */
const lockText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '[[package]]',
        '[[packages]]',
        'name = "a"',
        'name = "__proto__"',
        'version = "1.0"',
        'version = 1',
        'dependencies = ["b>=1; os_name", "é", 3]',
        'dependencies = [{ name = "b" }, { version = 3 }]',
        'files = [{file = "a-1.tar.gz"}, {url = "#"}, 3]',
        'source = { editable = "." }',
        '[package.metadata]',
        '[package.metadata.requires-dev]',
        'requires-dist = [{ name = "b", specifier = ">=", marker = "extra ==" }]',
        'dev = [{ name = "b", specifier = ">=1", marker = "extra == \'x\'" }]',
        '[packages.sdist]',
        '[[packages.wheels]]',
        'hashes = { constructor = 3 }',
        '[metadata]',
        'content_hash = "sha256:0"',
        'groups = ["default", 3]',
        '[manifest]',
        'constraints = [{ name = "b", specifier = "<2" }]',
        '{',
        '"default": {',
        '"a": {"version": "==1", "hashes": ["x", 3]',
        '},',
        '}',
        '"_meta": {"hash": {"sha256": 3}},',
      ),
      fc.string({ maxLength: 20 }),
    ),
    { maxLength: 25 },
  )
  .map((lines) => lines.join('\n'));

const manifestText = fc
  .array(
    fc.constantFrom(
      '[project]',
      'name = "a"',
      'dependencies = ["b>=1; os_name == \'nt\'", "c @ u"]',
      'dependencies = 3',
      'requires-python = ">=3.9"',
      '[project.optional-dependencies]',
      'x = ["b"]',
      '[dependency-groups]',
      'a = [{ include-group = "a" }, "b"]',
      '[tool.uv]',
      'constraint-dependencies = ["b<2", 3]',
      '[packages]',
      'b = "*"',
      '"__proto__" = {}',
    ),
    { maxLength: 12 },
  )
  .map((lines) => lines.join('\n'));

describe('locks of uv, PDM, Pipenv and PEP 751', () => {
  it('are read and judged whatever they hold, and every span lies in the text', () => {
    const project = projectOf([wanted('b', '>=1')]);
    fc.assert(
      fc.property(lockText, manifestText, (text, manifest) => {
        for (const read of READERS) {
          const lock = read(text);
          const document = parseToml(manifest);
          const { state } = lockFreshness(document, project, lock);
          expect(['fresh', 'stale', 'unknown']).toContain(state);
          lockCauses(document, project, lock);
          for (const each of lock.packages) {
            expect(lock.byName.get(each.name)).toContain(each);
            const { files, dependencies, source, markers, groups, extras } = each;
            expect([files, dependencies, source, markers, groups, extras]).toHaveLength(6);
            const spans = [each.span, each.nameSpan, each.versionSpan ?? each.headerSpan];
            for (const { start, end } of [...spans, ...dependencies.map((edge) => edge.nameSpan)])
              expect(0 <= start && start <= end && end <= text.length).toBe(true);
          }
        }
      }),
    );
  });
});
