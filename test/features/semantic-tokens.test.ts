import { describe, expect, it } from 'vitest';
import { semanticTokens } from '../../server/features/semantic-tokens.ts';
import { SourceText } from '../../server/text.ts';
import { fact, factsOf, lockText, manifestText, projectOf } from '../support/project.ts';
import type { ProjectTexts } from '../support/project.ts';

const LIBFOO = { kind: 'native-input', attr: 'libfoo', as: 'buildInputs' } as const;
const FACTS = [factsOf('foo', [fact(LIBFOO, ['debian'])])];

/** `type text`, and `!` behind a package that takes native libraries. */
function shown(texts: ProjectTexts, role: 'manifest' | 'lock' = 'manifest'): readonly string[] {
  const text = role === 'manifest' ? texts.manifest : (texts.lock ?? '');
  const source = new SourceText(text);
  const tokens = semanticTokens(
    {
      file: role === 'manifest' ? '/p/pyproject.toml' : '/p/poetry.lock',
      source,
      role,
      projects: [projectOf({ facts: FACTS, ...texts })],
      hints: { versions: true, native: true, updates: false },
      completesSchemaKeys: true,
      settings: { keys: [], codes: [] },
      findings: [],
      sourceOf: () => null,
    },
    { start: 0, end: text.length },
  );
  return tokens.map(
    ({ span, type, isNative }) =>
      `${type} ${text.slice(span.start, span.end)}${isNative ? '!' : ''}`,
  );
}

describe('semantic tokens', () => {
  it('take a PEP 508 requirement apart', () => {
    const manifest = `[project]\nname = "x"\nversion = "1"\ndependencies = [\n  "bar[a, b] >=1.2,!=1.5 ; python_version < '3.11' and extra == \\"c\\"",\n  'baz>=2; os_name == "nt"',\n]\n`;
    expect(shown({ manifest })).toEqual([
      'package baz',
      'operator >=',
      'version 2',
      'variable os_name',
      'operator ==',
    ]);
    const plain = manifest.replace(' and extra == \\"c\\"', " or os_name != 'nt'");
    expect(shown({ manifest: plain }).slice(0, 13)).toEqual([
      'package bar',
      'extra a',
      'extra b',
      'operator >=',
      'version 1.2',
      'operator !=',
      'version 1.5',
      'variable python_version',
      'operator <',
      'keyword or',
      'variable os_name',
      'operator !=',
      'package baz',
    ]);
  });

  it("take Poetry's constraints apart, and leave its keys their colour", () => {
    const manifest = manifestText(['bar = "^1.2 || ~2.0"', 'baz = { version = "*" }']);
    expect(shown({ manifest })).toEqual([
      'operator ^',
      'version 3.8',
      'operator ^',
      'version 1.2',
      'operator ||',
      'operator ~',
      'version 2.0',
      'version *',
    ]);
  });

  it('mark the packages that take native libraries, in the lock too', () => {
    const texts = {
      manifest: manifestText(['foo = "^1"', 'bar = "1"']),
      lock: lockText([{ name: 'foo' }, { name: 'bar' }]),
    };
    expect(shown(texts).filter((each) => each.startsWith('package'))).toEqual(['package foo!']);
    expect(shown(texts, 'lock')).toEqual(['package foo!']);
    const unlocked = { manifest: manifestText(['foo = "^1"']) };
    expect(shown(unlocked)).toContain('package foo!');
  });

  it('are none where an escape moves the text', () => {
    const manifest = manifestText(['bar = "\\u005e1.2"']);
    expect(shown({ manifest })).toEqual(['operator ^', 'version 3.8']);
  });
});
