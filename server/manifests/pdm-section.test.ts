import { describe, expect, it } from 'vitest';
import { at, manifestOf } from './testing.ts';

const TEXT = `[project]
name = "lamp"
version = "1"
dependencies = ["glow"]
[tool.pdm.dev-dependencies]
Test_it = ["wax[a]>=1; os_name == 'nt'", "-e file:///\${PROJECT_ROOT}/oil", 3]
broken = "x"
[[tool.pdm.source]]
name = "private"
url = "https://example.org/simple"
`;

describe('[tool.pdm]', () => {
  it('declares development groups and sources', () => {
    const manifest = manifestOf(TEXT);
    expect(manifest.tool).toBe('pdm');
    const [wax, ...others] = manifest.dependencies.filter(({ origin }) => origin === 'tool.pdm');
    expect(others).toEqual([]);
    expect(wax).toMatchObject({ name: 'wax', group: 'test-it', optional: false });
    expect(at(TEXT, wax?.constraint?.span)).toBe('>=1');
    expect(manifest.groups).toMatchObject([
      { name: 'Test_it', normalized: 'test-it', origin: 'tool.pdm' },
      { name: 'broken' },
    ]);
    expect(manifest.sources).toMatchObject([{ name: 'private' }]);
    expect(manifest.problems).toEqual([]);
  });

  it('is wrong where a requirement is', () => {
    const text = TEXT.replace('wax[a]>=1', 'wax[a]=1');
    expect(manifestOf(text).problems.map(({ code }) => code)).toEqual(['invalid-constraint']);
  });
});
