import { describe, expect, it } from 'vitest';
import { fact } from '../../../test/support/project.ts';
import { chosen } from '../../targets/files.ts';
import { mkshell } from '../../targets/mkshell.ts';
import { poetry2nix } from '../../targets/poetry2nix.ts';
import { maybe, NO, yesByDefault, yesIn } from './providers/model.ts';
import { ifBuilt, statusOf, type Evidence } from './status.ts';

const CUPS = { kind: 'native-input', attr: 'cups', as: 'buildInputs' } as const;
const TWO = ['uv2nix_hammer_overrides', 'debian'] as const;

/** A need that is missing, and nothing is wrong with the evidence. */
const MISSING: Evidence = {
  fact: fact(CUPS, TWO),
  answer: { ...NO, answer: 'no', because: 'nobody does', buildsWithout: false },
  target: poetry2nix,
  defaultsAreKnown: true,
  hasUse: true,
  distribution: chosen('sdist', 'foo-1.0.tar.gz', 'poetry2nix prefers sdists'),
  holds: true,
  isOfThisRelease: false,
  among: null,
};

function status(more: Partial<Evidence>): readonly [string, string] {
  const { kind, because } = statusOf({ ...MISSING, ...more });
  return [kind, because];
}

describe('statusOf', () => {
  it.each<[Partial<Evidence>, string, string]>([
    [{}, 'missing', 'nobody does'],
    [{ answer: yesByDefault('the defaults do') }, 'met', 'the defaults do'],
    [{ answer: yesIn('/p/a.nix', 'a.nix does') }, 'met', 'a.nix does'],
    [{ among: 'alternative' }, 'not-needed', 'another build system is there'],
    [{ fact: fact(CUPS, TWO, { required: false }) }, 'not-needed', 'it is for an optional feature'],
    [
      { answer: { answer: 'no', because: 'x', buildsWithout: true } },
      'not-needed',
      'the recipe of poetry2nix builds the package without it',
    ],
    [
      { fact: { ...fact(CUPS, TWO), likely: true } },
      'unprovided',
      'who says so names no version, and no release near this one was read',
    ],
    [{ target: null }, 'unknown', 'no Nix file uses the project'],
    [{ answer: maybe('a condition decides') }, 'unknown', 'a condition decides'],
    [
      { distribution: { kind: 'unknown', why: 'two interpreters' } },
      'uncertain',
      'which file is built is not known: two interpreters',
    ],
    [
      { holds: false },
      'uncertain',
      'whether it holds depends on the version, the system or the Python',
    ],
    [
      { fact: fact(CUPS, ['debian', 'spack']) },
      'uncertain',
      'no source that builds packages as they are published says so: Debian, Spack',
    ],
    [{ fact: fact(CUPS, ['sdist']) }, 'missing', 'nobody does'],
    [{ fact: fact({ kind: 'build-system', attr: 'cython' }, ['sdist']) }, 'missing', 'nobody does'],
    [{ hasUse: false }, 'unprovided', 'no Nix file uses the project'],
    [
      { target: mkshell, defaultsAreKnown: false },
      'unprovided',
      'what mkShell does by itself is not all known',
    ],
    [
      {
        target: mkshell,
        defaultsAreKnown: false,
        isOfThisRelease: true,
        fact: fact(CUPS, ['sdist']),
      },
      'missing',
      'nobody does',
    ],
    [
      {
        target: mkshell,
        defaultsAreKnown: false,
        isOfThisRelease: true,
        fact: fact(CUPS, ['sdist']),
        distribution: { kind: 'either', why: 'no file is named' },
      },
      'unprovided',
      'what mkShell does by itself is not all known',
    ],
    [
      {
        target: mkshell,
        defaultsAreKnown: false,
        isOfThisRelease: true,
        fact: fact({ kind: 'cargo-hash' }, ['sdist']),
      },
      'unprovided',
      'what mkShell does by itself is not all known',
    ],
  ])('of %j is %s', (more, kind, because) => {
    expect(status(more)).toEqual([kind, because]);
  });

  it('takes one witness for the only build system that a package may have', () => {
    const one = fact({ kind: 'build-system', attr: 'setuptools' }, ['debian'], { required: false });
    expect(status({ fact: one })[0]).toBe('not-needed');
    expect(status({ fact: one, among: 'only-backend' })[0]).toBe('missing');
  });

  it('says what an override has to provide to a target whose defaults are open, once a file is known', () => {
    const open = { answer: maybe('its own expression decides'), defaultsAreKnown: false };
    expect(status({ ...open, hasUse: false })[0]).toBe('unprovided');
    expect(status(open)[0]).toBe('unknown');
  });

  it('lets the first row decide', () => {
    const all = { answer: maybe('who knows'), holds: false, hasUse: false };
    expect(status({ ...all, fact: fact(CUPS, ['debian'], { required: false }) })[0]).toBe(
      'not-needed',
    );
    expect(status(all)[0]).toBe('unknown');
  });
});

describe('ifBuilt', () => {
  it.each([
    [{ state: 'yes', why: 'x' }, 'missing'],
    [{ state: 'no', why: 'its marker never holds' }, 'not-needed'],
    [{ state: 'unknown', why: 'x' }, 'unprovided'],
    ['ignored', 'unprovided'],
  ] as const)('of a package with %j leaves %s of what is missing', (built, kind) => {
    expect(ifBuilt(statusOf(MISSING), built).kind).toBe(kind);
  });

  it('leaves alone what is not missing', () => {
    const met = statusOf({ ...MISSING, answer: yesByDefault('x') });
    expect(ifBuilt(met, { state: 'no', why: 'x' })).toBe(met);
  });
});
