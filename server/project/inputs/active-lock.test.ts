import { describe, expect, it } from 'vitest';
import type { TargetId, TargetUse } from '../../nix/model.ts';
import { activeLocksIn } from './active-lock.ts';
import type { Candidate } from '../model.ts';

const POETRY: Candidate = {
  manifest: '/p/pyproject.toml',
  locks: ['/p/uv.lock', '/p/poetry.lock'],
  namesTool: true,
};
const PIPFILE: Candidate = {
  manifest: '/p/Pipfile',
  locks: ['/p/Pipfile.lock'],
  namesTool: true,
};
const PLAIN: Candidate = {
  manifest: '/p/requirements.txt',
  locks: ['/p/requirements.txt'],
  namesTool: false,
};
const DEV: Candidate = {
  manifest: '/p/dev-requirements.in',
  locks: ['/p/dev-requirements.txt'],
  namesTool: false,
};
const ALL = [POETRY, PIPFILE, PLAIN, DEV];

function use(target: TargetId, file = '/p/default.nix'): TargetUse {
  return {
    target,
    file,
    callee: 'f',
    span: { start: 0, end: 0 },
    projectDir: { known: true, value: '/p' },
    preferWheels: { known: true, value: false },
    python: { known: true, value: null },
    groups: { known: true, value: null },
    checkGroups: { known: true, value: null },
    extras: { known: true, value: null },
    overrides: { understood: true, why: '', defaults: { known: true, value: true }, entries: [] },
  };
}

function pairs(
  candidates: readonly Candidate[],
  uses: readonly TargetUse[],
  { target = null, nix = '' }: { target?: TargetId | null; nix?: string } = {},
): readonly (readonly [manifest: string, lock: string | null, why: string])[] {
  const nixFiles = new Map([['/p/default.nix', nix]]);
  return activeLocksIn(candidates, uses, target, nixFiles).map(({ manifest, lock, why }) => [
    manifest,
    lock,
    why,
  ]);
}

/** What a shell with this text builds. */
function named(nix: string): readonly string[] {
  return pairs(ALL, [use('mkshell')], { nix }).map(([manifest]) => manifest);
}

describe('activeLocksIn', () => {
  it('takes what the Nix files build from', () => {
    expect(pairs(ALL, [use('poetry2nix')])).toEqual([
      ['/p/pyproject.toml', '/p/poetry.lock', 'default.nix uses poetry2nix'],
    ]);
    expect(pairs(ALL, [use('uv2nix')]).map(([, lock]) => lock)).toEqual(['/p/uv.lock']);
    expect(pairs(ALL, [use('pypi2nix')]).map(([, lock]) => lock)).toEqual([
      '/p/requirements.txt',
      '/p/dev-requirements.txt',
    ]);
  });

  it('takes two where two are built', () => {
    expect(
      pairs(ALL, [use('uv2nix'), use('poetry2nix'), use('uv2nix')]).map(([, lock]) => lock),
    ).toEqual(['/p/uv.lock', '/p/poetry.lock']);
    const [uv] = activeLocksIn(ALL, [use('uv2nix'), use('uv2nix')], null, new Map());
    expect(uv?.uses.length).toBe(2);
  });

  it('takes what a shell names', () => {
    expect(named('pip install -r ${./requirements.txt}')).toEqual(['/p/requirements.txt']);
    expect(named('pip install -r dev-requirements.txt')).toEqual(['/p/dev-requirements.in']);
    expect(named('pipenv sync # Pipfile.lock')).toEqual(['/p/Pipfile']);
    expect(named('mkShell { }')).toEqual(['/p/pyproject.toml']);
  });

  it('takes the first where no Nix file says, and all requirements files', () => {
    expect(pairs(ALL, [])).toEqual([
      [
        '/p/pyproject.toml',
        '/p/uv.lock',
        'no Nix file says which, and pyproject.toml names its tool',
      ],
    ]);
    expect(pairs([PLAIN, DEV], []).map(([, lock]) => lock)).toEqual([
      '/p/requirements.txt',
      '/p/dev-requirements.txt',
    ]);
    expect(pairs([], [use('uv2nix')])).toEqual([]);
  });

  it('takes the target that is set where no Nix file uses the folder', () => {
    expect(pairs(ALL, [], { target: 'pypi2nix' }).map(([, lock]) => lock)).toEqual([
      '/p/requirements.txt',
      '/p/dev-requirements.txt',
    ]);
    expect(pairs(ALL, [], { target: 'poetry2nix' })).toEqual([
      ['/p/pyproject.toml', '/p/poetry.lock', 'the target is set to poetry2nix'],
    ]);
    expect(pairs([PLAIN], [], { target: 'uv2nix' }).map(([, lock]) => lock)).toEqual([
      '/p/requirements.txt',
    ]);
  });

  it('takes what one that counts includes', () => {
    const base = {
      manifest: '/p/base-requirements.in',
      locks: ['/p/base-requirements.txt'],
      namesTool: false,
    };
    const limits = { ...PLAIN, manifest: '/p/constraints.txt', locks: ['/p/constraints.txt'] };
    const whole = { ...PLAIN, includes: ['/p/base-requirements.txt', '/p/constraints.txt'] };
    const nix = 'pip install -r requirements.txt';
    expect(pairs([whole, base, limits, DEV], [use('mkshell')], { nix })).toEqual([
      ['/p/requirements.txt', '/p/requirements.txt', 'default.nix names it'],
      ['/p/base-requirements.in', '/p/base-requirements.txt', 'requirements.txt includes it'],
      ['/p/constraints.txt', '/p/constraints.txt', 'requirements.txt includes it'],
    ]);
    expect(pairs([PLAIN, limits], []).map(([manifest]) => manifest)).toEqual([
      '/p/requirements.txt',
    ]);
    expect(pairs([limits], []).map(([manifest]) => manifest)).toEqual(['/p/constraints.txt']);
  });

  it('falls back to the lock that is there', () => {
    const onlyUv = { ...POETRY, locks: ['/p/uv.lock'] };
    expect(pairs([onlyUv], [use('poetry2nix')]).map(([, lock]) => lock)).toEqual(['/p/uv.lock']);
    expect(pairs([{ ...POETRY, locks: [] }], []).map(([, lock]) => lock)).toEqual([null]);
  });
});
