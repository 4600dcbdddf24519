import { describe, expect, it } from 'vitest';
import { rememberingTexts } from './by-text.ts';

/** A reader that counts how often it reads. */
function counting() {
  const reads: string[] = [];
  const read = rememberingTexts((text) => {
    reads.push(text);
    return { text };
  });
  return { reads, read };
}

describe('rememberingTexts', () => {
  it('reads a text once', () => {
    const { reads, read } = counting();
    expect(read('>=1')).toBe(read('>=1'));
    expect(read('>=2')).toEqual({ text: '>=2' });
    expect(reads).toEqual(['>=1', '>=2']);
  });

  it('keeps what is asked for again and again, and forgets the rest', () => {
    const { reads, read } = counting();
    for (let n = 0; n < 5000; n += 1) {
      read('often');
      read(`once ${n}`);
    }
    expect(reads.filter((text) => text === 'often')).toHaveLength(1);
    read('once 0');
    expect(reads.filter((text) => text === 'once 0')).toHaveLength(2);
  });

  it('keeps no long text', () => {
    const { reads, read } = counting();
    const long = 'x'.repeat(1000);
    expect(read(long)).toEqual(read(long));
    expect(reads).toHaveLength(2);
  });
});
