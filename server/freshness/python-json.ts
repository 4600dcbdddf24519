import type { TomlTable, TomlValue } from '../toml/model.ts';

/** Deeper values are not written: Python's own encoder gives up in that region too. */
const MAX_DEPTH = 400;
/** `sys.get_int_max_str_digits()`: Python refuses to write longer integers. */
const MAX_INTEGER_DIGITS = 4300;

/** The `separators` of `json.dumps`. */
export interface JsonSeparators {
  readonly item: string;
  readonly key: string;
}

const DEFAULT_SEPARATORS: JsonSeparators = { item: ', ', key: ': ' };
/** `separators=(",", ":")`. */
export const COMPACT: JsonSeparators = { item: ',', key: ':' };

/**
 * A TOML value as `json.dumps(value, sort_keys=True)` of Python writes it once `tomllib` has read
 * it: separators `", "` and `": "` unless others are given, all but printable ASCII escaped, keys
 * in code-point order. Null where Python raises: dates, nesting without end, integers of more than
 * 4300 digits.
 */
export function pythonJson(
  value: TomlValue,
  separators: JsonSeparators = DEFAULT_SEPARATORS,
): string | null {
  return encode(value, separators, 0);
}

/** A JSON object of members that are encoded already, as `json.dumps(sort_keys=True)` writes it. */
export function pythonJsonObject(
  members: Iterable<readonly [key: string, json: string]>,
  { item, key: colon }: JsonSeparators = DEFAULT_SEPARATORS,
): string {
  const sorted = [...members].toSorted(([a], [b]) => compareCodePoints(a, b));
  return `{${sorted.map(([key, json]) => `${pythonJsonString(key)}${colon}${json}`).join(item)}}`;
}

function encode(value: TomlValue, separators: JsonSeparators, depth: number): string | null {
  if (depth > MAX_DEPTH) return null;
  switch (value.kind) {
    case 'string':
      return pythonJsonString(value.value);
    case 'integer': {
      const digits = value.value.toString();
      return digits.length > MAX_INTEGER_DIGITS ? null : digits;
    }
    case 'float':
      return pythonFloat(value.value);
    case 'boolean':
      return value.value ? 'true' : 'false';
    case 'datetime':
      return null;
    case 'array':
      return encodeArray(value.items, separators, depth);
    case 'table':
      return encodeTable(value, separators, depth);
  }
}

function encodeArray(
  items: readonly TomlValue[],
  separators: JsonSeparators,
  depth: number,
): string | null {
  const encoded: string[] = [];
  for (const item of items) {
    const json = encode(item, separators, depth + 1);
    if (json === null) return null;
    encoded.push(json);
  }
  return `[${encoded.join(separators.item)}]`;
}

function encodeTable(table: TomlTable, separators: JsonSeparators, depth: number): string | null {
  const members: [string, string][] = [];
  for (const [key, entry] of table.entries) {
    const json = encode(entry.value, separators, depth + 1);
    if (json === null) return null;
    members.push([key, json]);
  }
  return pythonJsonObject(members, separators);
}

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\b', '\\b'],
  ['\f', '\\f'],
]);

function pythonJsonString(text: string): string {
  const escaped = text.replaceAll(
    /["\\]|[^ -~]/g,
    (unit) => SHORT_ESCAPES.get(unit) ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}

/**
 * `float.__repr__`: the shortest digits that read back, as JavaScript's, but with an exponent
 * below 1e-4 and from 1e16 on, of two digits at least.
 */
function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [mantissa = '', exponentText = ''] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const digits = Math.abs(exponent).toString().padStart(2, '0');
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`;
  }
  const plain = value.toString();
  // JavaScript still writes 0.00001 plainly, which is below the limit above; from 1e-4 to 1e16 both write the same digits.
  return plain.includes('.') ? plain : `${plain}.0`;
}

/** Order by code point. That of UTF-16 units, which `<` gives, puts astral characters before U+E000. */
function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return codePointRank(left) - codePointRank(right);
  }
  return a.length - b.length;
}

/** Moves surrogates, which stand for code points above U+FFFF, behind all other units. */
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
