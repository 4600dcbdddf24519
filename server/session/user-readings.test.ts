import { describe, expect, it } from 'vitest';
import { MemoryFileSystem } from '../../test/support/memory-file-system.ts';
import {
  printReading,
  ReadingsFolder,
  readingFileName,
  type UserReading,
} from './user-readings.ts';

const SHA = 'b'.repeat(64);
const READING: UserReading = {
  source: 'sdist',
  reading: { file: 'big-lamp-1.0.tar.gz', sha256: SHA, evidence: [] },
};

function folder(files: Readonly<Record<string, string>>): ReadingsFolder {
  return new ReadingsFolder(new MemoryFileSystem(files), '/c/readings');
}

describe('what a user had read', () => {
  it('is found by name and version', () => {
    const name = readingFileName('big-lamp', '1.0', SHA);
    const readings = folder({ [`/c/readings/${name}`]: printReading(READING) });
    expect(readings.isEmpty).toBe(false);
    expect(readings.of('big-lamp', '1.0')).toEqual([READING]);
    expect(readings.of('big-lamp', '1.1')).toEqual([]);
    expect(readings.of('lamp', '1.0')).toEqual([]);
  });

  it('is nothing in a folder that is not there, and in files that are others', () => {
    expect(folder({}).isEmpty).toBe(true);
    const broken = `/c/readings/${readingFileName('lamp', '1.0', SHA)}`;
    for (const text of ['', '{}', printReading(READING).replaceAll('b', 'c'), '{"reader":0}']) {
      const readings = folder({ [broken]: text });
      expect(readings.isEmpty).toBe(false);
      expect(readings.of('lamp', '1.0')).toEqual([]);
    }
  });

  it('has no name that leads elsewhere', () => {
    expect(readingFileName('lamp', '../../1', SHA)).toBe(`lamp-.._.._1-${SHA}.json`);
  });
});
