import { describe, expect, it } from 'vitest';
import { parseToml } from '../toml/parse.ts';
import { pythonJson } from './python-json.ts';

/** What `json.dumps(…, sort_keys=True)` would print for the value of `x`. */
function dumps(text: string): string | null {
  const value = parseToml(`x = ${text}`).root.entries.get('x')?.value;
  if (value === undefined) throw new Error(`no TOML value: ${text}`);
  return pythonJson(value);
}

describe('pythonJson', () => {
  it.each([
    ['"plain"', '"plain"'],
    ['"a\\"b\\\\c"', '"a\\"b\\\\c"'],
    ['"\\t\\n\\r\\b\\f"', '"\\t\\n\\r\\b\\f"'],
    ['"\\u0000\\u001F\\u007F"', '"\\u0000\\u001f\\u007f"'],
    ['"é/<&"', '"\\u00e9/<&"'],
    ['"😀"', '"\\ud83d\\ude00"'],
    ['true', 'true'],
    ['0x1F', '31'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['[]', '[]'],
    ['{}', '{}'],
    ['[1, [2, "x"]]', '[1, [2, "x"]]'],
    ['{ b = 1, a = 2 }', '{"a": 2, "b": 1}'],
  ])('writes %s', (toml, json) => {
    expect(dumps(toml)).toBe(json);
  });

  it.each([
    ['1.0', '1.0'],
    ['-0.0', '-0.0'],
    ['0.0001', '0.0001'],
    ['0.00001', '1e-05'],
    ['1.5e-7', '1.5e-07'],
    ['1e15', '1000000000000000.0'],
    ['1e16', '1e+16'],
    ['123456789012345678.0', '1.2345678901234568e+17'],
    ['1e100', '1e+100'],
    ['5e-324', '5e-324'],
    ['inf', 'Infinity'],
    ['-inf', '-Infinity'],
    ['nan', 'NaN'],
  ])('writes the float %s as Python does', (toml, json) => {
    expect(dumps(toml)).toBe(json);
  });

  it('orders keys by code point, where UTF-16 units would order them otherwise', () => {
    expect(dumps('{ "😀" = 1, "～" = 2, "é" = 3 }')).toBe(
      '{"\\u00e9": 3, "\\uff5e": 2, "\\ud83d\\ude00": 1}',
    );
  });

  it('keeps keys that mean something to JavaScript objects', () => {
    expect(dumps('{ __proto__ = 1, constructor = 2 }')).toBe('{"__proto__": 1, "constructor": 2}');
  });

  it.each(['1979-05-27', '07:32:00', '[1979-05-27T07:32:00Z]', '{ a = { b = 1979-05-27 } }'])(
    'has nothing for %s, on which Python raises',
    (toml) => {
      expect(dumps(toml)).toBeNull();
    },
  );

  it('has nothing for an integer of more than 4300 digits', () => {
    expect(dumps('9'.repeat(4300))).toBe('9'.repeat(4300));
    expect(dumps('9'.repeat(4301))).toBeNull();
  });
});
