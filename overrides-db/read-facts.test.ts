import { describe, expect, it } from 'vitest';
import { holds } from './conditions.ts';
import type { Fact, Source } from './model.ts';
import type { ReadEvidence } from './reading.ts';
import { type ReadRelease, withReadings } from './read-facts.ts';

const recipe = (attr: string, more: Partial<Fact> = {}, id: Source['id'] = 'debian'): Fact => ({
  need: { kind: 'native-input', attr, as: 'buildInputs' },
  required: true,
  when: { distribution: 'sdist' },
  sources: [{ id }],
  ...more,
});
const buildSystem = (attr: string): Fact => ({
  ...recipe(attr, {}, 'poetry2nix'),
  need: { kind: 'build-system', attr },
});
const read = (
  version: string,
  evidence: readonly Omit<ReadEvidence, 'at'>[],
  source: ReadRelease['source'] = 'sdist',
): ReadRelease => ({
  source,
  version,
  reading: {
    file: `p-${version}`,
    sha256: '0'.repeat(64),
    backend: 'setuptools.build_meta',
    evidence: evidence.map((one) => ({ ...one, at: 'setup.py:1' })),
  },
});

/** Whether a version needs it: required, likely, optional, or not at all. */
function asked(
  facts: readonly Fact[],
  attr: string,
  version: string,
  distribution: 'sdist' | 'wheel' = 'sdist',
): string {
  const at = { version, system: 'x86_64-linux', distribution, python: '3.12' } as const;
  const found = facts.filter(
    ({ need, when }) => 'attr' in need && need.attr === attr && holds(when, at) === 'yes',
  );
  if (found.length === 0) return 'no';
  const firm = found.filter(({ required }) => required);
  if (firm.length === 0) return 'optional';
  return firm.every(({ likely }) => likely === true) ? 'likely' : 'required';
}

const across = (facts: readonly Fact[], attr: string, versions: readonly string[]): string[] =>
  versions.map((version) => asked(facts, attr, version));

describe('a reading', () => {
  it('holds for its version, between two that agree, and beyond the newest', () => {
    const facts = withReadings(
      [],
      [
        read('2.0', [{ kind: 'library', name: 'pq' }]),
        read('1.0', [{ kind: 'library', name: 'pq' }]),
        read('3.0', []),
        read('4.0', [{ kind: 'library', name: 'pq' }]),
      ],
    );
    expect(
      across(facts, 'libpq', ['0.9', '1.0', '1.5', '2.0', '2.5', '3.0', '4.0', '5.0']),
    ).toEqual(['no', 'required', 'required', 'required', 'no', 'no', 'required', 'required']);
  });

  it('comes before recipes where it says anything, and leaves them the versions that it does not know', () => {
    const facts = withReadings(
      [buildSystem('flit-core'), buildSystem('setuptools')],
      [read('2.0', [{ kind: 'requirement', name: 'setuptools' }])],
    );
    expect(across(facts, 'flit-core', ['1.0', '2.0', '3.0'])).toEqual(['required', 'no', 'no']);
    expect(across(facts, 'setuptools', ['1.0', '2.0', '3.0'])).toEqual([
      'required',
      'required',
      'required',
    ]);
  });

  it('names itself first, with the version that was read, and those that agree', () => {
    const [fact] = withReadings(
      [recipe('libpq')],
      [read('2.0', [{ kind: 'library', name: 'pq' }])],
    );
    expect(fact?.sources).toEqual([
      { id: 'sdist', ref: 'setup.py:1', version: '2.0' },
      { id: 'debian' },
    ]);
  });

  it('names all releases that were read and say the same', () => {
    const pq = [{ kind: 'library', name: 'pq' }] as const;
    const [fact] = withReadings([], [read('1.0', pq), read('2.0', pq)]).filter(
      ({ need }) => need.kind === 'native-input',
    );
    expect(fact?.sources).toMatchObject([{ id: 'sdist', version: '2.0', also: ['1.0'] }]);
  });

  it('that is silent of a library leaves the recipes their word, since a script may compute it', () => {
    const facts = withReadings([recipe('libpq')], [read('2.0', [])]);
    expect(asked(facts, 'libpq', '2.0')).toBe('required');
  });

  it('of a library that lies in the sdist takes the need back', () => {
    const facts = withReadings(
      [recipe('lz4')],
      [read('2.0', [{ kind: 'bundled', name: 'lz4libs' }])],
    );
    expect(across(facts, 'lz4', ['1.0', '2.0', '3.0'])).toEqual(['likely', 'optional', 'optional']);
  });

  it('leaves what a recipe without versions says of tools likely, for releases before the newest', () => {
    const tool = (more: Partial<Fact> = {}) =>
      recipe('cmake', {
        need: { kind: 'native-input', attr: 'cmake', as: 'nativeBuildInputs' },
        ...more,
      });
    const takes = read('3.0', [{ kind: 'program', name: 'cmake' }]);
    const all = ['0.5', '1.0', '2.0', '3.0', '4.0'];
    const early = [read('1.0', []), takes];
    expect(across(withReadings([tool()], early), 'cmake', all)).toEqual([
      'likely',
      'likely',
      'likely',
      'required',
      'required',
    ]);
    const bound = tool({ when: { distribution: 'sdist', versions: [{ from: '2.0' }] } });
    expect(across(withReadings([bound], [takes]), 'cmake', all)).toEqual([
      'no',
      'no',
      'required',
      'required',
      'required',
    ]);
    const library = withReadings(
      [recipe('libpq')],
      [read('3.0', [{ kind: 'library', name: 'pq' }])],
    );
    expect(across(library, 'libpq', ['1.0', '3.0'])).toEqual(['required', 'required']);
  });

  it('of an sdist that computes nothing takes back what recipes add', () => {
    const whole = read('2.0', []);
    const declared = { ...whole, reading: { ...whole.reading, declaresAll: true as const } };
    const facts = withReadings([recipe('gmp')], [declared]);
    expect(across(facts, 'gmp', ['1.0', '2.0', '3.0'])).toEqual(['required', 'no', 'no']);
  });

  it('of a library that may be linked is borne out by a recipe, unless an option stands before it', () => {
    const optional = recipe('db', { required: false });
    const may = (condition: string) => [
      read('2.0', [{ kind: 'library', name: 'db', if: condition }]),
    ];
    expect(asked(withReadings([optional], may('if not found')), 'db', '2.0')).toBe('required');
    expect(asked(withReadings([optional], may('if use_db')), 'db', '2.0')).toBe('optional');
    expect(asked(withReadings([], may('if not found')), 'db', '2.0')).toBe('optional');
    const beside = [
      { kind: 'library', name: 'db', if: 'if not found' },
      { kind: 'library', name: 'pq' },
    ] as const;
    expect(asked(withReadings([optional], [read('2.0', beside)]), 'db', '2.0')).toBe('optional');
  });

  it('of a wheel says all that it links', () => {
    const bundles: Fact = {
      ...recipe('zlib'),
      need: { kind: 'wheel-library', attr: 'zlib' },
      when: { distribution: 'wheel' },
    };
    const facts = withReadings(
      [bundles],
      [read('2.0', [{ kind: 'links', name: 'libtbb.so.12' }], 'wheel')],
    );
    expect(asked(facts, 'zlib', '2.0', 'wheel')).toBe('no');
    expect(asked(facts, 'zlib', '1.0', 'wheel')).toBe('required');
    expect(asked(facts, 'tbb', '2.1', 'wheel')).toBe('required');
  });

  it('changes nothing where nothing was read', () => {
    const facts = [recipe('zlib'), recipe('libpq')];
    expect(withReadings(facts, [])).toEqual(facts);
  });
});
