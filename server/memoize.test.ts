import { describe, expect, it } from 'vitest';
import { memoized, memoryByObject } from './memoize.ts';

describe('a memory by object', () => {
  it('keeps for each object what was set last', () => {
    const memory = memoryByObject<object, string>();
    const [one, other] = [{}, Object.freeze(['x'])];
    memory.set(one, 'a');
    memory.set(other, 'b');
    memory.set(one, 'c');
    expect([memory.get(one), memory.get(other), memory.get({})]).toEqual(['c', 'b', undefined]);
  });

  it('shows in no object, and goes with no copy of it', () => {
    const memory = memoryByObject<object, string>();
    const key = { x: 1 };
    memory.set(key, 'a');
    expect(Reflect.ownKeys(key)).toEqual(['x']);
    expect(memory.get({ ...key })).toBeUndefined();
    expect(memory.get(structuredClone(key))).toBeUndefined();
  });

  it('is apart from every other', () => {
    const [one, other] = [memoryByObject<object, string>(), memoryByObject<object, string>()];
    const key = {};
    one.set(key, 'a');
    expect(other.get(key)).toBeUndefined();
  });
});

it('computes once for each object', () => {
  let count = 0;
  const counted = memoized((_key: object) => (count += 1));
  const key = {};
  expect([counted(key), counted(key), counted({})]).toEqual([1, 1, 2]);
});
