import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { builtSection } from './page.ts';
import type { ProofRow } from './proof.ts';

const PAGE = new URL('../../../docs/evaluated-overrides.md', import.meta.url);

function row(more: Partial<ProofRow>): ProofRow {
  return {
    target: 'uv2nix',
    name: 'p',
    version: '1.0',
    distribution: 'sdist',
    modules: ['p'],
    file: 'p-1.0.tar.gz',
    sha256: '',
    before: { outcome: 'failed', line: "No module named 'setuptools'" },
    wrote: ['++ [ pkgs.libpq.pg_config ]', '++ final.resolveBuildSystem { setuptools = [ ]; };'],
    after: { outcome: 'built' },
    imports: { outcome: 'built' },
    seconds: 4,
    ...more,
  };
}

describe('what was built', () => {
  it('is told in the page as the rows have it', () => {
    expect(readFileSync(PAGE, 'utf8').endsWith(builtSection())).toBe(true);
  });

  it('counts what failed before, and builds and imports after', () => {
    expect(builtSection([row({}), row({ imports: { outcome: 'failed', line: 'x' } })])).toContain(
      '1 of 2 fail before',
    );
    // A release that builds without an override proves nothing of one.
    expect(builtSection([row({ before: { outcome: 'built' } })])).toContain('0 of 1');
  });

  it('names what was written', () => {
    expect(builtSection([row({})])).toContain(
      "| p 1.0   | `No module named 'setuptools'` | setuptools, libpq.pg_config | yes   | yes    | 4       |",
    );
  });
});
