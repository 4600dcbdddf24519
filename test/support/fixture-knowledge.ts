import type { Fact, KnowledgeBase, Need, SourceId } from '../../overrides-db/model.ts';
import { knowledgeOf } from '../../overrides-db/testing.ts';

function fact(need: Need, required: boolean, ...sources: readonly SourceId[]): Fact {
  return {
    need,
    required,
    when: { distribution: 'sdist' },
    sources: sources.map((id) => ({ id })),
  };
}

function library(attr: string): Need {
  return { kind: 'native-input', attr, as: 'buildInputs' };
}

function tool(attr: string): Need {
  return { kind: 'build-system', attr };
}

/** A small world of packages that stays as it is while the real knowledge grows. */
export const fixtureKnowledge: KnowledgeBase = knowledgeOf([
  {
    // Its library is provided by the defaults, but for one that it can do without.
    name: 'pictures',
    facts: [
      fact(library('libjpeg'), true, 'poetry2nix', 'spack', 'debian'),
      fact(library('zlib'), true, 'poetry2nix', 'debian'),
      fact(library('openjpeg'), false, 'spack'),
      fact(tool('setuptools'), true, 'poetry2nix'),
    ],
    poetry2nix: {
      provides: [
        { need: library('libjpeg'), when: {} },
        { need: library('zlib'), when: {} },
        { need: tool('setuptools'), when: {} },
      ],
      replaces: [],
    },
    unmapped: [],
    notes: [],
  },
  {
    // Nobody provides what it needs.
    name: 'printing',
    facts: [
      fact(library('cups'), true, 'uv2nix_hammer_overrides', 'debian'),
      fact(tool('setuptools'), true, 'uv2nix_hammer_overrides', 'debian'),
    ],
    poetry2nix: { provides: [{ need: tool('setuptools'), when: {} }], replaces: [] },
    unmapped: [],
    notes: [],
  },
  {
    // Its sdist itself was read, of one release.
    name: 'engraving',
    facts: [
      {
        need: library('cups'),
        required: true,
        when: { distribution: 'sdist' },
        sources: [{ id: 'sdist', version: '2.0.1' }],
      },
    ],
    poetry2nix: null,
    unmapped: [],
    notes: [],
  },
  {
    // Nobody provides its build system.
    name: 'tree-of-bk',
    facts: [fact(tool('hatchling'), true, 'uv2nix_hammer_overrides', 'debian')],
    poetry2nix: null,
    unmapped: [],
    notes: [],
  },
]);
