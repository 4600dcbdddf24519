import { describe, expect, it } from 'vitest';
import type { Poetry2nixDefaults } from '../../overrides-db/model.ts';
import { parseRuns } from '../../overrides-db/poetry2nix-line.ts';
import {
  factsOf,
  lockText,
  manifestText,
  poetry2nixOf,
  projectOf,
} from '../../test/support/project.ts';

const FILES = [
  'pydantic_core-2.27.1.tar.gz',
  'pydantic_core-2.27.1-cp311-cp311-manylinux_2_17_x86_64.whl',
];

/** What poetry2nix builds of pydantic-core, whose wheel its defaults prefer. */
function distribution(
  call: string,
  files: readonly string[] = FILES,
  defaults: Partial<Poetry2nixDefaults> = {},
  pins = poetry2nixOf(1_740_000_000),
): string {
  const project = projectOf({
    manifest: manifestText(['pydantic-core = "*"']),
    lock: lockText([{ name: 'pydantic-core', version: '2.27.1', files }]),
    settings: { python: '3.11', systems: ['x86_64-linux'] },
    facts: [
      factsOf('pydantic-core', [], {
        provides: [],
        replaces: [],
        prefersWheel: true,
        ...defaults,
      }),
    ],
    pins,
    nix: `with import <nixpkgs> { }; poetry2nix.mkPoetryApplication { projectDir = ./.; ${call} }`,
  });
  return project
    .verdicts()
    .map((verdict) => verdict.distribution.kind)
    .join();
}

describe('poetry2nix', () => {
  it('takes the wheel that its defaults prefer', () => {
    expect(distribution('')).toBe('wheel');
  });

  it('takes the wheel only where the pinned revision prefers it', () => {
    const since = { prefersWheelDuring: parseRuns(['8f1b726844..']) };
    expect(distribution('', FILES, since)).toBe('wheel');
    expect(distribution('', FILES, since, poetry2nixOf(1_640_000_000))).toBe('sdist');
    expect(distribution('', FILES, since, poetry2nixOf(1_670_000_000))).toBe('unknown');
  });

  it('takes the sdist where an override says so, where no defaults are applied, and where the lock has no wheel', () => {
    const override = 'pydantic-core = prev.pydantic-core.override { preferWheel = false; };';
    expect(
      distribution(`overrides = poetry2nix.overrides.withDefaults (final: prev: { ${override} });`),
    ).toBe('sdist');
    expect(
      distribution('overrides = poetry2nix.overrides.withoutDefaults (final: prev: { });'),
    ).toBe('sdist');
    expect(distribution('', FILES.slice(0, 1))).toBe('sdist');
  });
});
