import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RequirementsLock } from '../../server/locks/requirements.ts';
import { requirementsLock } from '../../server/locks/requirements.ts';
import { readRequirements } from '../../server/manifests/requirements/requirements.ts';
import { sharedPath } from '../support/shared.ts';
import { report } from './support.ts';

const folder = sharedPath('corpus/requirements');

function lockOf(text: string): RequirementsLock {
  return requirementsLock(readRequirements('/p/requirements.txt', text));
}

describe('pins of requirements files', () => {
  it('are a lock', () => {
    const text =
      'lamp==1.0 \\\n    --hash=sha256:aa\n    # via -r requirements.in\nglow == 2.0 ; os_name == "nt"\n    # via lamp\n';
    const lock = lockOf(text);
    expect(lock.complete).toBe(true);
    expect(lock.packages.map(({ name, version, hashes }) => [name, version, hashes])).toEqual([
      ['lamp', '1.0', ['sha256:aa']],
      ['glow', '2.0', []],
    ]);
    expect(lock.packages[0]?.dependencies.map(({ name }) => name)).toEqual(['glow']);
    const span = lock.packages[1]?.versionSpan;
    expect(text.slice(span?.start, span?.end)).toBe('2.0');
  });

  it('are not all where something is not pinned', () => {
    expect(lockOf('lamp==1.0\nglow>=2\n').complete).toBe(false);
    expect(lockOf('lamp==1.0\n./glow\n').complete).toBe(false);
    expect(lockOf('lamp==1.0\n-r base.txt\n').complete).toBe(false);
  });

  it.skipIf(!existsSync(folder))('are found in real files, with all their hashes', () => {
    let pins = 0;
    for (const name of readdirSync(folder)) {
      const text = readFileSync(join(folder, name), 'utf8');
      const lock = lockOf(text);
      const hashes = lock.packages.flatMap((locked) => locked.hashes);
      // Every `--hash` of these files stands behind a pin.
      expect([name, hashes.length]).toEqual([name, text.split('--hash=').length - 1]);
      for (const { rawName, version, nameSpan, versionSpan } of lock.packages) {
        expect(text.slice(nameSpan.start, nameSpan.end)).toBe(rawName);
        expect(text.slice(versionSpan?.start, versionSpan?.end)).toBe(version);
      }
      pins += lock.packages.length;
    }
    report('pins of requirements files', pins);
    expect(pins).toBeGreaterThan(0);
  });
});
