import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../text.ts';
import { parseToml } from '../toml/parse.ts';
import { readPyproject } from './pyproject.ts';
import { manifestOf } from './testing.ts';

/** Texts that look like a `pyproject.toml`, whole, half-typed and odd. */
const manifestText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '[project]',
        'name = "lamp"',
        'version = "1"',
        'dependencies = ["glow>=1", "wax[a]; python_version < \'3\'", ""]',
        'requires-python = ">=3.9"',
        '[project.optional-dependencies]',
        '[tool.poetry]',
        '[tool.poetry.dependencies]',
        'python = "^3.9"',
        'glow = "^1"',
        'Glow = { version = "latest", extras = ["x"], python = "<3", platform = "linux" }',
        'wax = [{ version = "1" }, { git = "u", rev = "r" }]',
        '"a b" = 1',
        '[tool.poetry.dev-dependencies]',
        '[tool.poetry.dev-dependencies.wax]',
        '[tool.poetry.group.dev]',
        'include-groups = ["dev", "test"]',
        '[tool.poetry.group.dev.dependencies]',
        '[tool.poetry.extras]',
        'shine = ["glow", "golw"]',
        '[[tool.poetry.source]]',
        '[dependency-groups]',
        'test = ["x", { include-group = "tset" }]',
        '[build-system]',
        'requires = ["poetry>=0.12"]',
        'build-backend = "poetry.masonry.api"',
        '[tool.uv.sources]',
        'name',
        'name = ',
        'glow = "',
        '[tool.poetry',
        '__proto__ = { constructor = 1 }',
        'a.b.c = 1',
        '<<<<<<< HEAD',
      ),
      fc.string(),
    ),
    { maxLength: 25 },
  )
  .map((lines) => lines.join('\n'));

describe('manifests', () => {
  it('reads any text, and points into it', () => {
    fc.assert(
      fc.property(manifestText, (text) => {
        const { dependencies, problems } = manifestOf(text);
        for (const { span } of [...problems, ...dependencies]) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });

  it('reads an edited text as one read from scratch', () => {
    fc.assert(
      fc.property(manifestText, fc.nat(), fc.nat(9), manifestText, (text, from, length, added) => {
        const start = from % (text.length + 1);
        const end = Math.min(start + length, text.length);
        const before = parseToml(text);
        readPyproject('/pyproject.toml', before);
        const edited = readPyproject('/pyproject.toml', before.edit({ start, end }, added));
        const fresh = parseToml(text.slice(0, start) + added + text.slice(end));
        expect(edited).toEqual(readPyproject('/pyproject.toml', fresh));
      }),
    );
  });

  it('offers fixes that leave less to fix, and nothing broken', () => {
    fc.assert(
      fc.property(manifestText, (text) => {
        const { complete, problems } = manifestOf(text);
        for (const { code, fix } of problems) {
          // In a file with errors, what a fix uncovers may be wrong in the same way.
          if (fix === undefined || !complete) continue;
          const after = applyEdits(text, fix.edits);
          const count = (each: string): number =>
            manifestOf(each).problems.filter((problem) => problem.code === code).length;
          expect(count(after)).toBeLessThan(count(text));
          expect(parseToml(after).errors).toEqual([]);
        }
      }),
    );
  });
});
