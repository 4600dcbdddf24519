import { describe, expect, it } from 'vitest';
import { describeError, firstLine, leveledLog, LOG_LEVELS, logLine } from './log.ts';

describe('a log', () => {
  it('drops what is below its level', () => {
    const entries: string[] = [];
    const log = leveledLog('warn', (level, message) => entries.push(`${level} ${message}`));
    log.write('error', 'a');
    log.write('warn', 'b');
    log.write('info', 'c');
    log.write('debug', 'd');
    expect(entries).toEqual(['error a', 'warn b']);
    expect(LOG_LEVELS.map((level) => log.takes(level))).toEqual([true, true, false, false]);
  });

  it('keeps an entry together', () => {
    expect(logLine('error', 'one\r\ntwo')).toBe('pyproject-nix-ls: error: one\n  two\n');
  });
});

/** What an attempt throws. */
function thrownBy(attempt: () => unknown): unknown {
  try {
    return attempt();
  } catch (error) {
    return error;
  }
}

describe('an error in a log', () => {
  it('is told with its place', () => {
    const lines = describeError(new TypeError('x is not a function')).split('\n');
    expect(lines[0]).toBe('TypeError: x is not a function');
    expect(lines[1]).toMatch(/^\s+at .*log\.test\.ts/);
  });

  it('quotes no text that it was thrown over', () => {
    const fromJson = describeError(thrownBy(() => JSON.parse('{"secret')));
    expect(fromJson).toMatch(/^SyntaxError\n/);
    expect(describeError(new Error('near "secret"'))).not.toContain('secret');
    expect(describeError('secret')).toBe('a thrown string');
  });

  it('is told as the system tells it', () => {
    const error = Object.assign(new Error("EACCES: permission denied, open '/x'"), {
      code: 'EACCES',
    });
    expect(describeError(error)).toMatch(/^Error: EACCES: permission denied, open '\/x'\n/);
  });

  it('has what a library says on its first line, within bounds', () => {
    expect(firstLine('Received a wrong message:\n{"secret": 1}')).toBe('Received a wrong message:');
    expect(firstLine('x'.repeat(1000))).toHaveLength(201);
  });
});
