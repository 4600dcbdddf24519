import { describe, expect, it } from 'vitest';
import type { PinnedRequirements } from './requirements.ts';
import { requirementsLock } from './requirements.ts';

type Pinned = PinnedRequirements['dependencies'][number];

/** A requirement `name constraint` as its reader gives it; the text starts at offset 0. */
function pinned(name: string, constraint: string | null, marker: string | null = null): Pinned {
  const start = name.length;
  return {
    name,
    normalized: name.toLowerCase(),
    nameSpan: { start: 0, end: start },
    span: { start: 0, end: start + (constraint?.length ?? 0) },
    constraint:
      constraint === null
        ? null
        : {
            text: constraint,
            span: { start, end: start + constraint.length },
            parsed: { ranges: [] },
          },
    marker: marker === null ? null : { text: marker, parsed: {} },
    extras: [],
  };
}

function requirementsOf(
  dependencies: readonly Pinned[],
  more: Partial<PinnedRequirements> = {},
): PinnedRequirements {
  return {
    file: '/project/requirements.txt',
    complete: true,
    dependencies,
    unnamed: [],
    includes: [],
    hashes: new Map(),
    via: new Map(),
    ...more,
  };
}

describe('requirementsLock', () => {
  it('locks what is pinned', () => {
    const lamp = pinned('Lamp', '== 1.0', "os_name == 'nt'");
    const hashes = new Map([[lamp, [{ text: 'sha256:aa' }]]]);
    const lock = requirementsLock(requirementsOf([lamp], { hashes }));
    expect(lock).toMatchObject({ kind: 'requirements', complete: true, supported: true });
    expect(lock.packages).toMatchObject([
      {
        name: 'lamp',
        rawName: 'Lamp',
        version: '1.0',
        parsedVersion: { text: '1.0' },
        versionSpan: { start: 7, end: 10 },
        hashes: ['sha256:aa'],
        files: [],
        markers: "os_name == 'nt'",
      },
    ]);
    expect(lock.byName.get('lamp')).toHaveLength(1);
  });

  it.each(['>=1.0', '==1.*', '==1.0,<2', '~=1.0', '==', null])('does not lock %s', (constraint) => {
    const lock = requirementsLock(requirementsOf([pinned('lamp', constraint)]));
    expect(lock.packages).toEqual([]);
    expect(lock.complete).toBe(false);
  });

  it('does not lock what cannot be read', () => {
    const broken = pinned('lamp', '==1.0');
    const problem = { problem: 'no', span: { start: 0, end: 1 } };
    const unread = { ...broken, constraint: { ...broken.constraint, parsed: problem } } as Pinned;
    expect(requirementsLock(requirementsOf([unread])).packages).toEqual([]);
  });

  it('knows of what it includes that it does not know it', () => {
    const lamp = pinned('lamp', '==1');
    const complete = (more: Partial<PinnedRequirements>): boolean =>
      requirementsLock(requirementsOf([lamp], more)).complete;
    expect(complete({ includes: [{ kind: 'requirements' }] })).toBe(false);
    expect(complete({ includes: [{ kind: 'constraints' }] })).toBe(true);
    expect(complete({ unnamed: [{}] })).toBe(false);
    expect(complete({ complete: false })).toBe(false);
  });

  it('turns the comments round: who needs whom', () => {
    const lamp = pinned('lamp', '==1');
    const glow = pinned('glow', '==2');
    const span = { start: 0, end: 0 };
    const via = new Map([[glow, ['lamp', 'elsewhere'].map((name) => ({ name, span }))]]);
    const lock = requirementsLock(requirementsOf([lamp, glow], { via }));
    expect(lock.packages.map(({ dependencies }) => dependencies.map(({ name }) => name))).toEqual([
      ['glow'],
      [],
    ]);
  });

  it('keeps a text that is no version', () => {
    const [locked] = requirementsLock(requirementsOf([pinned('lamp', '===odd-one')])).packages;
    expect(locked).toMatchObject({ version: 'odd-one', parsedVersion: null });
  });
});
