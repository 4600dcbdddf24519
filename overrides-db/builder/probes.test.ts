import { describe, expect, it } from 'vitest';
import { contains } from '../ranges.ts';
import {
  conditionsOf,
  pythonSpecifier,
  versionProbes,
  type Observation,
  type ProbeGrid,
} from './probes.ts';

const grid = (literals: readonly string[]): ProbeGrid => ({
  versions: versionProbes(literals),
  systems: ['x86_64-linux', 'aarch64-linux', 'x86_64-darwin', 'aarch64-darwin'],
  distributions: ['sdist', 'wheel'],
});

/** Every build of the grid for which the condition says so. */
function observe(tried: ProbeGrid, seen: (build: Observation) => boolean): Observation[] {
  return tried.versions
    .flatMap(({ version }) =>
      tried.systems.flatMap((system) =>
        tried.distributions.map((distribution) => ({ version, system, distribution })),
      ),
    )
    .filter(seen);
}

describe('versionProbes', () => {
  it('tries below, at and above every literal, in order, and covers every version once', () => {
    const probes = versionProbes(['2.0', '1.5', '2.0.0', 'not-a-version']);
    expect(probes.map(({ version }) => version)).toEqual([
      '0.0.0.1',
      '1.5',
      '1.5.0.0.1',
      '2.0',
      '1000.0',
    ]);
    for (const version of ['0.1', '1.5', '1.6', '2.0', '7']) {
      expect(probes.filter(({ covers }) => contains([covers], version) === true)).toHaveLength(1);
    }
  });

  it('tries one version where nothing is compared', () => {
    expect(versionProbes([])).toEqual([{ version: '1000.0', covers: {} }]);
  });
});

describe('conditionsOf', () => {
  it('has none for what is always seen', () => {
    const tried = grid([]);
    expect(
      conditionsOf(
        observe(tried, () => true),
        tried,
      ),
    ).toEqual([{}]);
  });

  it('finds "from this version on"', () => {
    const tried = grid(['7.1.0']);
    const seen = observe(tried, ({ version }) => version !== '0.0.0.1');
    expect(conditionsOf(seen, tried)).toEqual([{ versions: [{ from: '7.1.0' }] }]);
  });

  it('finds "below this version"', () => {
    const tried = grid(['5']);
    const seen = observe(tried, ({ version }) => version === '0.0.0.1');
    expect(conditionsOf(seen, tried)).toEqual([{ versions: [{ until: '5' }] }]);
  });

  it('finds one version alone', () => {
    const tried = grid(['1.0', '2.0']);
    const [only] = conditionsOf(
      observe(tried, ({ version }) => version === '1.0'),
      tried,
    );
    expect(contains(only?.versions ?? null, '1.0')).toBe(true);
    expect(contains(only?.versions ?? null, '1.0.1')).toBe(false);
    expect(contains(only?.versions ?? null, '0.9')).toBe(false);
  });

  it('finds a platform and a distribution', () => {
    const tried = grid([]);
    const seen = observe(
      tried,
      ({ system, distribution }) => system.endsWith('darwin') && distribution === 'sdist',
    );
    expect(conditionsOf(seen, tried)).toEqual([
      { systems: ['x86_64-darwin', 'aarch64-darwin'], distribution: 'sdist' },
    ]);
  });

  it('splits what is no product: sdists everywhere, wheels on Linux alone', () => {
    const tried = grid([]);
    const seen = observe(
      tried,
      ({ system, distribution }) => distribution === 'sdist' || system.endsWith('linux'),
    );
    expect(conditionsOf(seen, tried)).toEqual([
      { distribution: 'sdist' },
      { systems: ['x86_64-linux', 'aarch64-linux'], distribution: 'wheel' },
    ]);
  });

  it('keeps different ranges of different platforms apart', () => {
    const tried = grid(['3']);
    const seen = observe(
      tried,
      ({ system, version }) => system.endsWith('linux') || version === '1000.0',
    );
    expect(conditionsOf(seen, tried)).toHaveLength(2);
  });

  it('has nothing for what is never seen', () => {
    expect(conditionsOf([], grid(['1']))).toEqual([]);
  });
});

describe('pythonSpecifier', () => {
  const tried = ['3.8', '3.9', '3.10', '3.11'];
  it.each([
    [['3.8', '3.9', '3.10', '3.11'], null],
    [['3.10', '3.11'], '>=3.10'],
    [['3.8', '3.9'], '<3.10'],
    [['3.9'], '>=3.9,<3.10'],
    [['3.8', '3.10'], undefined],
    [[], undefined],
  ])('%j: %s', (seen, specifier) => {
    expect(pythonSpecifier(new Set(seen), tried)).toBe(specifier);
  });
});
