import { isDeepStrictEqual } from 'node:util';
import { readSettings, withSetting, type JsonPath } from '../../locks/json.ts';
import { PROGRAM } from '../command-spec.ts';
import { refused, UNCHANGED, type Merged } from './model.ts';

/**
 * Puts settings into a file that has others. At `depth` keys from the outside each is taken whole: one that is not there
 * is added, a list gains what it lacks, one of the server's own name stays as its user has it, and any other is in the way.
 */
export function mergeJson(before: string, wanted: string, depth: number): Merged {
  const there = readSettings(before);
  if (!isObject(there))
    return refused('is not valid JSON with an object, so that nothing can be put into it');
  let text = before;
  for (const [path, value] of settingsIn(readSettings(wanted), depth)) {
    const found = valueAt(there, path);
    if (found === BLOCKED) return refused(`has something else where ${nameOf(path)} would stand`);
    if (found === undefined) text = withSetting(text, path, value);
    else if (Array.isArray(found) && Array.isArray(value))
      text = withItems(text, path, found, value);
    else if (!path.includes(PROGRAM) && !isDeepStrictEqual(found, value))
      return refused(`has ${nameOf(path)} already, and another one`);
  }
  if (text === before) return UNCHANGED;
  return readSettings(text) === undefined
    ? refused('is written in a way that nothing can be put into')
    : { outcome: 'merged', text };
}

function withItems(
  text: string,
  path: JsonPath,
  found: readonly unknown[],
  wanted: readonly unknown[],
): string {
  const missing = wanted.filter((each) => !found.some((one) => isDeepStrictEqual(one, each)));
  return missing.reduceRight<string>((so, each) => withSetting(so, [...path, 0], each), text);
}

function settingsIn(value: unknown, depth: number): [path: string[], value: unknown][] {
  if (depth === 0 || !isObject(value)) return [[[], value]];
  return Object.entries(value).flatMap(([key, inner]) =>
    settingsIn(inner, depth - 1).map(([path, each]): [string[], unknown] => [[key, ...path], each]),
  );
}

/** Something that is no object stands where one would have to. */
const BLOCKED = Symbol('blocked');

function valueAt(root: unknown, path: readonly string[]): unknown {
  let value = root;
  for (const key of path) {
    if (!isObject(value)) return BLOCKED;
    if (!Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

function nameOf(path: readonly string[]): string {
  return path.map((key) => JSON.stringify(key)).join('.');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
