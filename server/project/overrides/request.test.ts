import { describe, expect, it } from 'vitest';
import { fact, factsOf, lockText, manifestText, projectOf } from '../../../test/support/project.ts';
import { requestFor, requestOf } from './request.ts';

const WHEEL = 'bcrypt-9.0-cp311-abi3-manylinux_2_28_x86_64.whl';

function requestOfBcrypt(name: string, files: readonly string[]) {
  const table = { provides: [], replaces: [], cargoVersions: ['1.0'] };
  const project = projectOf({
    manifest: manifestText([`${name} = "*"`]),
    lock: lockText([{ name, version: '9.0', files }]),
    facts: [factsOf(name, [fact({ kind: 'cargo-hash' }, ['poetry2nix'])], table)],
  });
  const [verdict] = project.verdicts();
  const request = verdict === undefined ? null : requestFor(verdict, 'poetry2nix');
  if (request === null) return null;
  const { cargo, preferWheel, cargoRoot } = request;
  return { cargo, preferWheel, ...(cargoRoot === undefined ? {} : { cargoRoot }) };
}

describe('requestFor a missing cargo hash', () => {
  it('is the hash', () => {
    expect(requestOfBcrypt('rust-thing', ['rust_thing-9.0.tar.gz', WHEEL])).toEqual({
      cargo: true,
      preferWheel: false,
    });
  });

  it('is the wheel where the hash would not do', () => {
    expect(requestOfBcrypt('bcrypt', ['bcrypt-9.0.tar.gz', WHEEL])).toEqual({
      cargo: false,
      preferWheel: true,
    });
  });

  it('is the hash where there is no wheel to take', () => {
    const files = ['bcrypt-9.0.tar.gz', 'bcrypt-9.0-cp311-abi3-win_amd64.whl'];
    expect(requestOfBcrypt('bcrypt', files)).toEqual({
      cargo: true,
      preferWheel: false,
      cargoRoot: 'src/_bcrypt',
    });
  });

  it.each([
    [{ name: 'bcrypt', version: '4.0.1' }, 'src/_bcrypt'],
    [{ name: 'bcrypt', version: '3.2' }, undefined],
    [{ name: 'bcrypt', version: null }, undefined],
    [{ name: 'cryptography', version: '43.0.3' }, 'src/rust'],
    [{ name: 'cryptography', version: '44.0' }, undefined],
    [{ name: 'rpds-py', version: '0.20' }, undefined],
  ])('knows where the crates of %j are', (of, root) => {
    const need = { kind: 'cargo-hash' } as const;
    expect(requestOf(of, [need], 'uv2nix')?.cargoRoot).toBe(root);
    expect(requestOf(of, [need], 'mkshell')?.cargoRoot).toBe(undefined);
  });
});
