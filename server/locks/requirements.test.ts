import { describe, expect, it } from 'vitest';
import { readRequirements } from '../manifests/requirements/requirements.ts';
import type { PinnedRequirements, RequirementsLock } from './requirements.ts';
import { requirementsLock } from './requirements.ts';

/** The lock of a file of these lines, and of what is known of its includes. */
function lockOf(text: string, more: Partial<PinnedRequirements> = {}): RequirementsLock {
  return requirementsLock({ ...readRequirements('/project/requirements.txt', text), ...more });
}

describe('requirementsLock', () => {
  it('locks what is pinned', () => {
    const hash = `sha256:${'a'.repeat(64)}`;
    const lock = lockOf(`Lamp== 1.0 ; os_name == 'nt' --hash=${hash}`);
    expect(lock).toMatchObject({ kind: 'requirements', complete: true, supported: true });
    expect(lock.packages).toMatchObject([
      {
        name: 'lamp',
        rawName: 'Lamp',
        version: '1.0',
        parsedVersion: { text: '1.0' },
        versionSpan: { start: 7, end: 10 },
        hashes: [hash],
        files: [],
        markers: "os_name == 'nt'",
      },
    ]);
    expect(lock.byName.get('lamp')).toHaveLength(1);
  });

  it.each(['>=1.0', '==1.*', '==1.0,<2', '~=1.0', ''])('does not lock %s', (constraint) => {
    const lock = lockOf(`lamp${constraint}`);
    expect(lock.packages).toEqual([]);
    expect(lock.complete).toBe(false);
  });

  it('does not lock what cannot be read', () => {
    expect(lockOf('lamp==').packages).toEqual([]);
    expect(lockOf('lamp==1.0.nonsense!').packages).toEqual([]);
  });

  it('knows of what it includes that it does not know it', () => {
    expect(lockOf('lamp==1\n-r more.txt').complete).toBe(false);
    expect(lockOf('lamp==1\n-r more.txt', { unresolved: [] }).complete).toBe(true);
    expect(lockOf('lamp==1\n-c more.txt').complete).toBe(true);
    expect(lockOf('lamp==1\n./folder').complete).toBe(false);
    expect(lockOf('lamp==1', { complete: false }).complete).toBe(false);
  });

  it('takes a pin from the constraints where the requirement has none', () => {
    const { dependencies } = readRequirements('/project/constraints.txt', 'lamp==1\nglow==2');
    const lock = lockOf('lamp\n-c constraints.txt', { constraints: dependencies });
    expect(lock.packages.map(({ name, version }) => [name, version])).toEqual([['lamp', '1']]);
    expect(lock.complete).toBe(true);
  });

  it('turns the comments round: who needs whom', () => {
    const lock = lockOf('lamp==1\nglow==2\n    # via\n    #   lamp\n    #   elsewhere\n');
    expect(lock.packages.map(({ dependencies }) => dependencies.map(({ name }) => name))).toEqual([
      ['glow'],
      [],
    ]);
  });

  it('keeps a text that is no version', () => {
    const [locked] = lockOf('lamp===odd-one').packages;
    expect(locked).toMatchObject({ version: 'odd-one', parsedVersion: null });
  });
});
