import { describe, expect, it } from 'vitest';
import { factsOf, lockText, manifestText, projectOf } from '../../test/support/project.ts';

const FILES = [
  'pydantic_core-2.27.1.tar.gz',
  'pydantic_core-2.27.1-cp311-cp311-manylinux_2_17_x86_64.whl',
];

/** What poetry2nix builds of pydantic-core, whose wheel its defaults prefer. */
function distribution(call: string, files: readonly string[] = FILES): string {
  const project = projectOf({
    manifest: manifestText(['pydantic-core = "*"']),
    lock: lockText([{ name: 'pydantic-core', version: '2.27.1', files }]),
    settings: { python: '3.11', systems: ['x86_64-linux'] },
    facts: [factsOf('pydantic-core', [], { provides: [], replaces: [], prefersWheel: true })],
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
