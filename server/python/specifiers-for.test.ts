import { describe, expect, it } from 'vitest';
import { parsePoetryConstraint } from './poetry-constraint.ts';
import { specifiersFor } from './specifiers-for.ts';

function written(text: string, isPython = false): string {
  const constraint = parsePoetryConstraint(text);
  if ('problem' in constraint) throw new Error(constraint.problem);
  const found = specifiersFor(constraint, isPython);
  return found === null ? 'nothing' : `${found.text} (${found.difference})`;
}

describe('specifiersFor', () => {
  it.each([
    ['*', ' (none)'],
    ['^1.2.3', '>=1.2.3,<2.0.0 (none)'],
    ['^0.2', '>=0.2,<0.3 (none)'],
    ['~1.2', '>=1.2,<1.3 (none)'],
    ['1.2.3', '==1.2.3 (none)'],
    ['1.2.*', '==1.2.* (none)'],
    ['!=1.5', '!=1.5 (none)'],
    ['^1.2 !=1.5', '>=1.2,!=1.5,<2.0 (none)'],
    ['>1.2,<=1.8', '>1.2,<=1.8 (none)'],
    ['^2.0a1', '>=2.0a1,<3.0 (none)'],
    ['1.0+local', '==1.0+local (none)'],
    ['1!2.*', '==1!2.* (none)'],
  ])('%s is %s', (text, expected) => {
    expect(written(text)).toBe(expected);
  });

  it('leaves out what stands between alternatives by series', () => {
    expect(written('^1.2 || ^3.1')).toBe('>=1.2,!=2.*,!=3.0.*,<4.0 (pre-releases)');
    expect(written('1.* || 3.*')).toBe('>=1,!=2.*,<4 (pre-releases)');
    expect(written('^5.2 || ^6.0')).toBe('>=5.2,<7.0 (pre-releases)');
    expect(written('!=2.*')).toBe('!=2.* (none)');
  });

  it('knows that no minor release of Python follows 2.7', () => {
    expect(written('~2.7 || ^3.5', true)).toBe(
      '>=2.7,!=3.0.*,!=3.1.*,!=3.2.*,!=3.3.*,!=3.4.*,<4.0 (pre-releases)',
    );
    expect(written('~2.7', true)).toBe('>=2.7,<2.8 (none)');
  });

  it('says where there is no such list, and what the bounds allow beside', () => {
    expect(written('~1.2 || ^3.0')).toBe('>=1.2,<4.0 (more)');
    expect(written('1.2 || 1.4')).toBe('>=1.2,<=1.4 (more)');
  });

  it('says nothing of a contradiction', () => {
    expect(written('>=2,<1')).toBe('nothing');
  });
});
