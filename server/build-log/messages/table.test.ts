import { describe, expect, it } from 'vitest';
import { needLabel } from '../../targets/needs.ts';
import type { Recognised } from '../model.ts';
import { recogniseLine } from '../recognise.ts';
import { hasMarker, messages } from './table.ts';

const NOWHERE = { phase: null, version: '1.0' };

function giving(found: Recognised | null): string | null {
  if (found === null) return null;
  const labels = (found.needs ?? []).map((need) =>
    need.kind === 'cargo-hash' ? need.kind : needLabel(need),
  );
  const needs = [...new Set(labels)].join(', ');
  if (needs !== '') return needs;
  return found.preferWheel === true ? 'wheel' : 'advice';
}

describe('a message of the table', () => {
  it.each(messages)('$source: $example', (message) => {
    const { example, gives } = message;
    expect(giving(recogniseLine([message], example, NOWHERE))).toBe(gives);
    const found = recogniseLine(messages, example, NOWHERE);
    expect(giving(found)).toBe(gives);
    if (gives === 'advice') expect(found?.advice).toMatch(/^\S.{20,}[^$]$/);
    expect(hasMarker.test(example)).toBe(true);
    expect(found?.advice ?? '').not.toMatch(/\$[12]/);
  });

  it('is told by one row alone: none has the pattern of another', () => {
    const patterns = messages.map(({ marker, pattern }) => `${marker} ${pattern.source}`);
    expect(patterns.filter((one, index) => patterns.indexOf(one) !== index)).toEqual([]);
  });

  it.each([
    'checking for strangetool... not found',
    'gcc -lpq -o foo',
    '#include <libpq-fe.h>',
    'Requirement already satisfied: setuptools',
    'foo.py: No such file or directory',
    'Program pytest found: NO',
    'a.c:3:10: warning: zlib.h is old',
    'copying src/foo.h -> build/lib',
    'attribute missing',
    'ld: warning: cannot find entry symbol _start',
    '',
  ])('is not %j', (line) => {
    expect(recogniseLine(messages, line, NOWHERE)).toBeNull();
  });
});
