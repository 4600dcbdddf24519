import { describe, expect, it } from 'vitest';
import { withBuilds } from './built-facts.ts';
import { holds } from './conditions.ts';
import type { NeedRow, Row } from './build-row.ts';
import type { Fact, System } from './model.ts';

const recipe = (attr: string, more: Partial<Fact> = {}): Fact => ({
  need: { kind: 'native-input', attr, as: 'buildInputs' },
  required: true,
  when: {},
  sources: [{ id: 'debian' }],
  ...more,
});
const built = (version: string, needs: readonly NeedRow[], more: Partial<Row> = {}): Row => ({
  name: 'p',
  version,
  base: 'trixie',
  python: '3.13',
  file: `p-${version}.tar.gz`,
  sha256: '0'.repeat(64),
  requirements: [],
  required: [],
  known: [],
  builds: [],
  verdict: 'needs',
  needs,
  links: [],
  ...more,
});
const need = (attr: string, verdict: NeedRow['verdict'], more: Partial<NeedRow> = {}): NeedRow => ({
  attrs: [attr],
  packages: [`lib${attr}-dev`],
  verdict,
  ...more,
});

/** Whether it is required, optional, or not asked for at all. */
function asked(
  facts: readonly Fact[],
  attr: string,
  version = '1.0',
  system: System = 'x86_64-linux',
  distribution: 'sdist' | 'wheel' = 'sdist',
): string {
  const found = facts.filter(
    (fact) =>
      'attr' in fact.need &&
      fact.need.attr === attr &&
      holds(fact.when, { version, system, distribution, python: '3.13' }) === 'yes',
  );
  if (found.length === 0) return 'no';
  return found.some(({ required }) => required) ? 'required' : 'optional';
}

describe('a build', () => {
  it('requires what it fails without, and says with which words', () => {
    const facts = withBuilds(
      [],
      [built('1.0', [need('libpq', 'needed', { line: 'Error: pg_config executable not found.' })])],
      [],
    );
    expect(asked(facts, 'libpq')).toBe('required');
    expect(facts[0]?.sources).toStrictEqual([
      { id: 'lab', version: '1.0', ref: 'without libpq: `Error: pg_config executable not found.`' },
    ]);
  });

  it('puts what a recipe only offers among what is required, in the list that the recipe names', () => {
    const optional = recipe('swig', {
      required: false,
      need: { kind: 'native-input', attr: 'swig', as: 'nativeBuildInputs' },
    });
    const facts = withBuilds([optional], [built('1.0', [need('swig', 'needed')])], []);
    expect(asked(facts, 'swig')).toBe('required');
    expect(facts[0]?.need).toMatchObject({ as: 'nativeBuildInputs' });
    expect(facts[0]?.sources.map(({ id }) => id)).toStrictEqual(['lab', 'debian']);
  });

  it('makes an option of what it looked at no file of', () => {
    const facts = withBuilds([recipe('geos')], [built('1.0', [need('geos', 'unused')])], []);
    expect(asked(facts, 'geos')).toBe('optional');
    expect(withBuilds([], [built('1.0', [need('geos', 'unused')])], [])).toStrictEqual([]);
  });

  it('makes an option of what it builds without and then links less', () => {
    const row = built('1.0', [need('lz4', 'feature', { loses: ['liblz4.so.1'] })]);
    expect(asked(withBuilds([recipe('lz4')], [row], []), 'lz4')).toBe('optional');
  });

  it('leaves the word to others where a wheel has fewer modules, or where a path of Debian helped', () => {
    const rows = [
      built('1.0', [
        need('ssl', 'feature', { loses: ['_ssl.so'] }),
        need('evdev', 'unused', { headers: ['/usr/include/evdev.h'] }),
        need('fuse', 'loaded', { line: 'OSError: Unable to find libfuse' }),
      ]),
    ];
    const facts = withBuilds(
      ['ssl', 'evdev', 'fuse'].map((attr) => recipe(attr)),
      rows,
      [],
    );
    expect(['ssl', 'evdev', 'fuse'].map((attr) => asked(facts, attr))).toStrictEqual([
      'required',
      'required',
      'required',
    ]);
  });

  it('says nothing of earlier versions, of macOS, and of wheels', () => {
    const facts = withBuilds([recipe('geos')], [built('2.0', [need('geos', 'unused')])], []);
    expect(asked(facts, 'geos', '1.0')).toBe('required');
    expect(asked(facts, 'geos', '2.1')).toBe('optional');
    expect(asked(facts, 'geos', '2.0', 'aarch64-darwin')).toBe('required');
    expect(asked(facts, 'geos', '2.0', 'x86_64-linux', 'wheel')).toBe('required');
  });

  it('speaks until the next release that was built or read', () => {
    const facts = withBuilds([], [built('1.0', [need('geos', 'needed')])], ['1.0', '2.0']);
    expect(['1.5', '2.0'].map((version) => asked(facts, 'geos', version))).toStrictEqual([
      'required',
      'no',
    ]);
  });

  it('proves nothing where it is inconclusive', () => {
    const row = built('1.0', [need('geos', 'unused')], { verdict: 'inconclusive', cause: 'no' });
    expect(withBuilds([recipe('geos')], [row], [])).toStrictEqual([recipe('geos')]);
  });
});
