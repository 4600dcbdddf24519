import { describe, expect, it } from 'vitest';
import { importHammerWheels, wheelFacts } from './hammer-wheels.ts';

describe('wheelFacts', () => {
  it('takes the branch of wheels, what stands in no branch, and nothing of sdists', () => {
    const text = `{ helpers, pkgs, resolveBuildSystem, ... }: old:
      (if (helpers.isWheel old) then {
        buildInputs = old.buildInputs or [ ] ++ [ pkgs.hwloc.lib ];
        autoPatchelfIgnoreMissingDeps = [ "libhwloc.so.5" ];
      } else {
        buildInputs = [ pkgs.cmake ];
      }) // pkgs.lib.optionalAttrs (!helpers.isWheel old) { buildInputs = [ pkgs.zlib ]; }
      // { propagatedBuildInputs = [ pkgs.curl final.numpy ] ++ pkgs.lib.optionals (!helpers.isWheel old) [ pkgs.bzip2 ]; }`;
    expect(wheelFacts(text)).toEqual([
      { kind: 'wheel-library', attr: 'hwloc' },
      { kind: 'ignored-library', name: 'libhwloc.so.5' },
      { kind: 'wheel-library', attr: 'curl' },
    ]);
  });

  it.each([
    ['{ ... }: old: if (helpers.isWheel old) then { } else { buildInputs = [ pkgs.zlib ]; }'],
    [
      '{ ... }: old: if (helpers.isWheel old) then { autoPatchelfIgnoreMissingDeps = true; } else { }',
    ],
    ['{ ... }: old: if !(helpers.isWheel old) then { buildInputs = [ pkgs.zlib ]; } else { }'],
    ['{ ... }: old: { buildInputs = [ pkgs.qt6.full ]; }'],
    [''],
  ])('says nothing of %j', (text) => {
    expect(wheelFacts(text)).toEqual([]);
  });
});

describe('importHammerWheels', () => {
  it('says from which version to which, for Linux', () => {
    const zlib = '{ pkgs, ... }: old: { buildInputs = [ pkgs.zlib ]; }';
    const files = new Map([
      [
        'Foo_Bar',
        new Map([
          ['1.2', zlib],
          ['3.0', '{ ... }: old: { }'],
          ['nonsense', zlib],
        ]),
      ],
      ['baz', new Map([['1.0', '{ ... }: old: { }']])],
    ]);
    expect(importHammerWheels(files)).toEqual(
      new Map([
        [
          'foo-bar',
          [
            {
              kind: 'wheel-library',
              attr: 'zlib',
              when: {
                versions: [{ from: '1.2', until: '3.0' }],
                systems: ['x86_64-linux', 'aarch64-linux'],
                distribution: 'wheel',
              },
            },
          ],
        ],
      ]),
    );
  });
});
