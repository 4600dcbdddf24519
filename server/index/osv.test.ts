import { describe, expect, it } from 'vitest';
import { readAdvisory, vulnerabilitiesOf, type Advisory } from './osv.ts';

const ENTRY = {
  id: 'PYSEC-0000-1',
  aliases: ['CVE-0000-1'],
  summary: 'A lamp may burn.',
  affected: [
    {
      package: { ecosystem: 'PyPI', name: 'Lamp.Shade' },
      ranges: [
        {
          type: 'ECOSYSTEM',
          events: [
            { introduced: '0' },
            { fixed: '1.2' },
            { introduced: '2.0' },
            { fixed: '2.0.5' },
            { introduced: '3.0' },
            { last_affected: '3.1' },
          ],
        },
        { type: 'GIT', events: [{ introduced: '0' }] },
      ],
      versions: ['9.0'],
    },
    { package: { ecosystem: 'npm', name: 'lamp-shade' }, versions: ['5.0'] },
  ],
};

function read(value: unknown): Advisory {
  const advisory = readAdvisory(value);
  if (advisory === null) throw new Error('it is none');
  return advisory;
}

describe('an entry of a database', () => {
  it.each([
    ['0.1', '1.2'],
    ['1.1.9', '1.2'],
    ['1.2', undefined],
    ['1.9', undefined],
    ['2.0', '2.0.5'],
    ['2.0.5', undefined],
    ['3.1', null],
    ['3.1.1', undefined],
    ['9.0.0', null],
    ['5.0', undefined],
  ])('says of %s that it is mended in %s', (version, fixed) => {
    const found = vulnerabilitiesOf([read(ENTRY)], 'lamp-shade', version);
    expect(found.map((each) => each.fixed)).toEqual(fixed === undefined ? [] : [fixed]);
  });

  it('says nothing of another package', () => {
    expect(vulnerabilitiesOf([read(ENTRY)], 'lamp', '0.1')).toEqual([]);
  });

  it('has the first line of what it tells where it has no summary', () => {
    const { summary: _, ...rest } = ENTRY;
    expect(read({ ...rest, details: 'It may burn.\nSee there.' }).summary).toBe('It may burn.');
  });

  it.each([
    null,
    [],
    'x',
    {},
    { id: 'A' },
    { ...ENTRY, withdrawn: '2026-01-01T00:00:00Z' },
    { ...ENTRY, affected: [{ package: { ecosystem: 'Go', name: 'lamp' } }] },
    { id: 'A', affected: [{ package: null }, 3] },
  ])('is none: %j', (value) => expect(readAdvisory(value)).toBeNull());

  it('is read whatever is in it', () => {
    const advisory = read({
      ...ENTRY,
      affected: [
        {
          package: ENTRY.affected[0]?.package,
          ranges: [
            { type: 'ECOSYSTEM', events: [{ fixed: '1' }, { introduced: 'x' }, { fixed: '2' }, 7] },
            { type: 'ECOSYSTEM', events: 3 },
          ],
          versions: [1, '4.0'],
        },
      ],
    });
    expect(vulnerabilitiesOf([advisory], 'lamp-shade', '1.5')).toEqual([]);
    expect(vulnerabilitiesOf([advisory], 'lamp-shade', '4.0')).toHaveLength(1);
  });
});
