import { describe, expect, it } from 'vitest';
import { fact, factsOf } from '../../../test/support/project.ts';
import type { SourceId } from '../../../overrides-db/model.ts';
import type { LockedPackage } from '../../locks/model.ts';
import type { Distribution, Pin, Target } from '../../targets/model.ts';
import { mkshell } from '../../targets/mkshell.ts';
import { poetry2nix } from '../../targets/poetry2nix.ts';
import { uv2nix } from '../../targets/uv2nix.ts';
import type { JudgedNeed } from '../model.ts';
import { unnamedBuildSystem } from './unnamed-build-system.ts';

const SDIST: Distribution = { kind: 'sdist', file: 'foo-1.0.tar.gz', why: '', rule: null };
const WHEEL: Distribution = { kind: 'wheel', file: 'foo-1.0.whl', why: '', rule: null };
const HATCHLING = fact({ kind: 'build-system', attr: 'hatchling' }, ['debian']);

const TORCH = fact({ kind: 'build-system', attr: 'torch' }, ['debian']);
const LAST: Pin = {
  revision: 'ce2369db77f45688172384bbeb962bc6c2ea6f94',
  date: '2025-04-03T00:00:00Z',
};
const LACKED = { kind: 'missing', because: '' } as const;

/** The build system that is likely; null where nothing is amiss. */
function likely(more: {
  readonly name?: string;
  readonly source?: LockedPackage['source'];
  readonly known?: readonly ReturnType<typeof fact>[];
  readonly judged?: readonly JudgedNeed[];
  readonly distribution?: Distribution;
  readonly target?: Target | null;
  readonly pin?: Pin | null;
}): string | null {
  const { name = 'foo', source = null, judged = [], distribution = SDIST, target = uv2nix } = more;
  const { pin = null } = more;
  const facts = more.known === undefined ? null : factsOf(name, more.known);
  const locked = { name, source } as LockedPackage;
  const found = unnamedBuildSystem(locked, facts, judged, { distribution, target, pin });
  const [first] = found?.facts ?? [];
  return first?.need.kind === 'any-build-system' ? first.need.attr : null;
}

describe('unnamedBuildSystem', () => {
  it.each([
    ['a package that nobody knows', {}, 'setuptools'],
    ['one of which another release is known', { known: [HATCHLING] }, 'hatchling'],
    [
      'one with crates, and nothing more known',
      { known: [fact({ kind: 'cargo-hash' }, ['debian'])] },
      'maturin',
    ],
    [
      'one of which only what it builds with is known',
      { known: [TORCH], judged: [{ fact: TORCH, status: LACKED }] },
      'setuptools',
    ],
    [
      'one whose build system may be meant for it',
      {
        known: [HATCHLING],
        judged: [
          {
            fact: HATCHLING,
            status: {
              kind: 'uncertain',
              because: '',
              provider: { by: 'nobody', because: '' },
            } as const,
          },
        ],
      },
      'hatchling',
    ],
    ['one that poetry2nix’ table does not name', { target: poetry2nix, pin: LAST }, 'setuptools'],
  ] as const)('is lacked by %s', (_what, more, expected) => {
    expect(likely(more)).toBe(expected);
  });

  it.each([
    ['a wheel', { distribution: WHEEL }],
    ['another target', { target: mkshell }],
    ['poetry2nix, which revision is not known', { target: poetry2nix }],
    ['a fork of poetry2nix', { target: poetry2nix, pin: { ...LAST, revision: 'f'.repeat(40) } }],
    [
      'poetry2nix of the time when it gave setuptools to all',
      {
        target: poetry2nix,
        pin: { ...LAST, revision: '675a05088a53a9a2c63b848505beaba5acb49cef' },
      },
    ],
    ['no target', { target: null }],
    ['a folder', { source: { type: 'directory', url: null, reference: null } }],
    ['a back end that builds itself', { name: 'flit-core' }],
    ['one whose build system is judged', { judged: [judgedMissing()] }],
    ['one of which a release was read that asks for none', { known: [readIn('sdist')] }],
  ] as const)('is nothing that %s lacks', (_what, more) => {
    expect(likely(more as Parameters<typeof likely>[0])).toBeNull();
  });
});

function judgedMissing(): JudgedNeed {
  return { fact: HATCHLING, status: { kind: 'missing', because: 'nothing provides it' } };
}

function readIn(id: SourceId): ReturnType<typeof fact> {
  return fact({ kind: 'native-input', attr: 'zlib', as: 'buildInputs' }, [id]);
}
