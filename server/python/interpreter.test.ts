import { describe, expect, it } from 'vitest';
import { formatInterpreter, parseInterpreter } from './interpreter.ts';

describe('parseInterpreter', () => {
  it('reads a CPython and a PyPy', () => {
    expect(parseInterpreter('3.11')).toEqual({ implementation: 'cpython', python: '3.11' });
    expect(parseInterpreter('3.11.4')).toEqual({ implementation: 'cpython', python: '3.11' });
    expect(parseInterpreter('cpython3.9')).toEqual({ implementation: 'cpython', python: '3.9' });
    expect(parseInterpreter('pypy3.10')).toEqual({ implementation: 'pypy', python: '3.10' });
  });

  it('reads nothing else', () => {
    for (const text of ['', '3', '2.7', 'python311', '>=3.11', '3.11 ', 'pypy', '3.111'])
      expect(parseInterpreter(text), text).toBeNull();
  });

  it('writes what it reads', () => {
    for (const text of ['3.9', 'pypy3.10']) {
      const parsed = parseInterpreter(text);
      expect(parsed === null ? null : formatInterpreter(parsed)).toBe(text);
    }
  });
});
