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

  it('does not require what only the pkg-config file of another library asks for', () => {
    const pkgConfig = ['/usr/lib/pkgconfig/libpcre2-8.pc'];
    const line = "Package 'libpcre2-8', required by 'glib-2.0', not found";
    const asking = need('pcre2', 'needed', { line, pkgConfig });
    expect(withBuilds([], [built('1.0', [asking])], [])).toStrictEqual([]);
    const included = { ...asking, headers: ['/usr/include/pcre2.h'] };
    expect(asked(withBuilds([], [built('1.0', [included])], []), 'pcre2')).toBe('required');
    const own = need('gfal2', 'needed', {
      line: "Package 'gfal2', required by 'virtual:world', not found",
      pkgConfig,
    });
    expect(asked(withBuilds([], [built('1.0', [own])], []), 'gfal2')).toBe('required');
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
        // One of two has to be there.
        need('alsa', 'feature', { loses: ['libasound.so.2'], instead: ['jack'] }),
        // The root itself has it.
        need('systemd', 'unused', { links: ['libudev.so.1'] }),
        need('fuse', 'loaded', { line: 'OSError: Unable to find libfuse' }),
      ]),
    ];
    const facts = withBuilds(
      ['ssl', 'evdev', 'alsa', 'systemd', 'fuse'].map((attr) => recipe(attr)),
      rows,
      [],
    );
    expect(
      ['ssl', 'evdev', 'alsa', 'systemd', 'fuse'].map((attr) => asked(facts, attr)),
    ).toStrictEqual(Array.from({ length: 5 }, () => 'required'));
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
