import { describe, expect, it } from 'vitest';
import { holds, specifierHolds, type Situation } from './conditions.ts';

const anywhere: Situation = { version: null, system: null, distribution: null, python: null };

describe('holds', () => {
  it('is yes without conditions, whatever is known', () => {
    expect(holds({}, anywhere)).toBe('yes');
  });

  it('is unknown while one condition is, and no as soon as one fails', () => {
    const when = { distribution: 'sdist', systems: ['x86_64-linux'] } as const;
    expect(holds(when, { ...anywhere, distribution: 'sdist' })).toBe('unknown');
    expect(holds(when, { ...anywhere, distribution: 'wheel' })).toBe('no');
    expect(holds(when, { ...anywhere, distribution: 'sdist', system: 'x86_64-linux' })).toBe('yes');
  });

  it('reads version ranges', () => {
    const when = { versions: [{ until: '2' }, { from: '3' }] };
    expect(holds(when, { ...anywhere, version: '1.9' })).toBe('yes');
    expect(holds(when, { ...anywhere, version: '2.5' })).toBe('no');
    expect(holds(when, { ...anywhere, version: '3' })).toBe('yes');
    expect(holds(when, { ...anywhere, version: 'garbage' })).toBe('unknown');
  });
});

describe('specifierHolds', () => {
  it.each([
    ['>=3.9', '3.10', 'yes'],
    ['>=3.9,<3.11', '3.11', 'no'],
    ['!=3.10', '3.10', 'no'],
    ['==3.10', '3.10.0', 'yes'],
    ['~=3.9', '3.10', 'unknown'],
    ['==3.*', '3.10', 'unknown'],
    ['', '3.10', 'unknown'],
  ])('%s for %s: %s', (specifier, python, answer) => {
    expect(specifierHolds(specifier, python)).toBe(answer);
  });

  it('is not known for an interpreter that is not', () => {
    expect(specifierHolds('>=3.9', null)).toBe('unknown');
  });
});
