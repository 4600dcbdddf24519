import { describe, expect, it } from 'vitest';
import type { KnowledgeBase, Poetry2nixDefaults } from '../../../overrides-db/model.ts';
import { overrideRequest } from '../../../test/nix/edits.ts';
import { mindingDefaults } from './request.ts';

function knowing(poetry2nix: Poetry2nixDefaults | null): KnowledgeBase {
  return {
    lookup: (name) =>
      name === 'foo' ? { name, facts: [], poetry2nix, unmapped: [], notes: [] } : null,
    names: () => ['foo'],
    provenance: [],
  };
}

const SETS_TOOLS = knowing({ provides: [], replaces: ['nativeBuildInputs'] });
const VENDORS = knowing({ provides: [], replaces: [], cargoVersions: ['1.0'] });

describe('mindingDefaults', () => {
  it.each([
    [{ nativeBuildInputs: ['cmake'] }, SETS_TOOLS],
    [{ buildSystems: ['setuptools'] }, SETS_TOOLS],
    [{ cargo: true }, SETS_TOOLS],
    [{ cargo: true }, VENDORS],
  ])('marks %j', (request, knowledge) => {
    const asked = overrideRequest({ package: 'foo', ...request });
    const marked = overrideRequest({ package: 'foo', ...request, setByDefaults: true });
    expect(mindingDefaults(asked, knowledge)).toEqual(marked);
  });

  it('knows where the defaults bring what crates are built with', () => {
    const hook = {
      need: { kind: 'native-input', attr: 'rustPlatform.cargoSetupHook', as: 'nativeBuildInputs' },
      when: {},
    } as const;
    const knowledge = knowing({ provides: [hook], replaces: [], cargoVersions: ['1.0'] });
    const asked = overrideRequest({ package: 'foo', cargo: true });
    expect(mindingDefaults(asked, knowledge)).toEqual(
      overrideRequest({
        package: 'foo',
        cargo: true,
        setByDefaults: true,
        hooksByDefaults: true,
      }),
    );
    const other = overrideRequest({ package: 'foo', buildInputs: ['zlib'] });
    expect(mindingDefaults(other, knowledge)).toEqual(other);
  });

  it.each([
    [{ buildInputs: ['zlib'] }, SETS_TOOLS],
    [{ propagatedBuildInputs: ['zlib'], environment: [{ name: 'A', value: 'b' }] }, SETS_TOOLS],
    [{ buildSystems: ['setuptools'] }, VENDORS],
    [{ package: 'bar', nativeBuildInputs: ['cmake'] }, SETS_TOOLS],
    [{ target: 'uv2nix' as const, nativeBuildInputs: ['cmake'] }, SETS_TOOLS],
    [{ target: 'mkshell' as const, package: null, nativeBuildInputs: ['cmake'] }, SETS_TOOLS],
    [{ nativeBuildInputs: ['cmake'] }, knowing(null)],
  ])('leaves %j alone', (request, knowledge) => {
    const asked = overrideRequest({ package: 'foo', ...request });
    expect(mindingDefaults(asked, knowledge)).toEqual(asked);
  });
});
