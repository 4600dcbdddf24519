import { describe, expect, it } from 'vitest';
import { fact, factsOf, lockText, manifestText, projectOf } from '../../../test/support/project.ts';
import type { RequestedNeed } from '../../nix/model.ts';
import { requestedNeeds, requestFor } from './request.ts';

const WHEEL = 'bcrypt-9.0-cp311-abi3-manylinux_2_28_x86_64.whl';

function requestOfBcrypt(name: string, files: readonly string[]) {
  const table = { provides: [], replaces: [], cargoVersions: ['1.0'] };
  const project = projectOf({
    manifest: manifestText([`${name} = "*"`]),
    lock: lockText([{ name, version: '9.0', files }]),
    facts: [factsOf(name, [fact({ kind: 'cargo-hash' }, ['poetry2nix'])], table)],
  });
  const [verdict] = project.verdicts();
  return verdict === undefined ? null : requestFor(verdict, 'poetry2nix')?.needs;
}

function hashAt(root: string | null): RequestedNeed {
  return { kind: 'cargo-hash', root, hooksByDefaults: false };
}

describe('requestFor a missing cargo hash', () => {
  it('is the hash', () => {
    expect(requestOfBcrypt('rust-thing', ['rust_thing-9.0.tar.gz', WHEEL])).toEqual([hashAt(null)]);
  });

  it('is the wheel where the hash would not do', () => {
    expect(requestOfBcrypt('bcrypt', ['bcrypt-9.0.tar.gz', WHEEL])).toEqual([{ kind: 'wheel' }]);
  });

  it('is the hash where there is no wheel to take', () => {
    const files = ['bcrypt-9.0.tar.gz', 'bcrypt-9.0-cp311-abi3-win_amd64.whl'];
    expect(requestOfBcrypt('bcrypt', files)).toEqual([hashAt('src/_bcrypt')]);
  });

  it.each([
    [{ name: 'bcrypt', version: '4.0.1' }, 'src/_bcrypt'],
    [{ name: 'bcrypt', version: '3.2' }, null],
    [{ name: 'bcrypt', version: null }, null],
    [{ name: 'cryptography', version: '43.0.3' }, 'src/rust'],
    [{ name: 'cryptography', version: '44.0' }, null],
    [{ name: 'rpds-py', version: '0.20' }, null],
  ])('knows where the crates of %j are', (of, root) => {
    const need = { kind: 'cargo-hash' } as const;
    expect(requestedNeeds({ ...of, files: [] }, [need], 'uv2nix')).toEqual([hashAt(root)]);
    expect(requestedNeeds({ ...of, files: [] }, [need], 'mkshell')).toEqual(
      ['cargo', 'rustc'].map((attr) => ({ kind: 'input', list: 'nativeBuildInputs', attr })),
    );
  });
});
