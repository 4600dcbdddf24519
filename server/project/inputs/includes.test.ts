import { describe, expect, it } from 'vitest';
import { readRequirements } from '../../manifests/requirements/requirements.ts';
import { includedPath, joinIncludes, type JoinedRequirements } from './includes.ts';

function joined(files: Readonly<Record<string, string>>): JoinedRequirements {
  const read = (file: string) => {
    const text = new Map(Object.entries(files)).get(file);
    return text === undefined ? null : readRequirements(file, text);
  };
  const first = read('/p/requirements.txt');
  if (first === null) throw new Error('no requirements.txt');
  return joinIncludes(first, read);
}

function names({ dependencies }: JoinedRequirements): readonly string[] {
  return dependencies.map(({ name, file = '-' }) => `${file} ${name}`);
}

describe('joinIncludes', () => {
  it('takes what -r leads to, with where it stands', () => {
    const whole = joined({
      '/p/requirements.txt': 'lamp\n-r more/base.txt\n',
      '/p/more/base.txt': 'glow==1 --hash=sha256:00\n-r ../deep.txt\n',
      '/p/deep.txt': 'wick\nbad=1\n',
    });
    expect(names(whole)).toEqual([
      '- lamp',
      '/p/more/base.txt glow',
      '/p/deep.txt wick',
      '/p/deep.txt bad',
    ]);
    expect(whole.problems.map(({ file, code }) => [file, code])).toEqual([
      ['/p/deep.txt', 'invalid-constraint'],
    ]);
    expect([...whole.hashes.values()].flat().map(({ text }) => text)).toEqual(['sha256:00']);
    expect(whole.unresolved).toEqual([]);
  });

  it('keeps constraints apart, and all that they include', () => {
    const whole = joined({
      '/p/requirements.txt': 'lamp\n-c limits.txt\n',
      '/p/limits.txt': 'lamp==2\n-r more.txt\n',
      '/p/more.txt': 'glow==3\n',
    });
    expect(names(whole)).toEqual(['- lamp']);
    expect(whole.constraints.map(({ name }) => name)).toEqual(['lamp', 'glow']);
  });

  it('ends in a circle', () => {
    const whole = joined({
      '/p/requirements.txt': 'lamp\n-r a.txt\n-r requirements.txt\n',
      '/p/a.txt': 'glow\n-r requirements.txt\n-r ./a.txt\n',
    });
    expect(names(whole)).toEqual(['- lamp', '/p/a.txt glow']);
    expect(whole.wants).toEqual([]);
    expect(whole.complete).toBe(true);
  });

  it('says what it needs, once', () => {
    const whole = joined({ '/p/requirements.txt': '-r a.txt\n-r ./a.txt\n-c ../b.txt\n' });
    expect(whole.wants).toEqual(['/p/a.txt', '/b.txt']);
    expect(whole.complete).toBe(false);
  });

  it('follows a bounded number of files', () => {
    const files = new Map([['/p/requirements.txt', '-r 0.txt\n']]);
    for (let index = 0; index < 500; index += 1)
      files.set(`/p/${index}.txt`, `lamp${index}\n-r ${index + 1}.txt\n`);
    const whole = joined(Object.fromEntries(files));
    expect(whole.dependencies.length).toBe(64);
    expect(whole.wants).toEqual([]);
    expect(whole.complete).toBe(false);
  });
});

function path(text: string): string | null {
  return includedPath({ kind: 'requirements', text, span: { start: 0, end: 0 } }, '/p/a/r.txt');
}

describe('includedPath', () => {
  it('is relative to the file', () => {
    expect(path('b.txt')).toBe('/p/a/b.txt');
    expect(path('../b.txt')).toBe('/p/b.txt');
    expect(path('/etc/b.txt')).toBe('/etc/b.txt');
  });

  it.each([
    'https://example.org/r.txt',
    'file:///p/r.txt',
    '${HERE}/r.txt',
    '',
    'a\0b',
    'x'.repeat(2000),
  ])('is not known of %j', (text) => {
    expect(path(text)).toBe(null);
  });
});
