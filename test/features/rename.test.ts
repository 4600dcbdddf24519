import { describe, expect, it } from 'vitest';
import { rename, renameTargetAt } from '../../server/features/rename.ts';
import { Session } from '../../server/session/session.ts';
import { applyEdits } from '../../server/text.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { fixtureFiles, MANIFEST, NIX } from '../support/fixture-project.ts';

/** The files after what stands at `|` in the manifest is renamed; null where nothing can be. */
function renamed(
  marked: string,
  newName: string,
  fixture = 'healthy',
): ReadonlyMap<string, string> | null {
  const offset = marked.indexOf('|');
  const fileSystem = fixtureFiles(fixture);
  fileSystem.write(MANIFEST, marked.slice(0, offset) + marked.slice(offset + 1));
  const snapshot = new Session(fileSystem, fixtureKnowledge).snapshot(MANIFEST);
  const target = snapshot === null ? null : renameTargetAt(snapshot, offset);
  const edits = snapshot === null || target === null ? null : rename(snapshot, target, newName);
  if (edits === null) return null;
  return new Map(
    [...edits.edits].map(([file, list]) => [file, applyEdits(fileSystem.text(file) ?? '', list)]),
  );
}

const manifest = (files: ReadonlyMap<string, string> | null): string | undefined =>
  files?.get(MANIFEST);

describe('rename', () => {
  it('renames a dependency where it is declared, in extras, and in its override', () => {
    const files = renamed(
      '[tool.poetry]\nname = "a"\n[tool.poetry.dependencies]\nprint|ing = "*"\n[tool.poetry.extras]\nx = ["Printing"]\n',
      'copying',
      'provided-by-the-project',
    );
    expect(manifest(files)).toBe(
      '[tool.poetry]\nname = "a"\n[tool.poetry.dependencies]\ncopying = "*"\n[tool.poetry.extras]\nx = ["copying"]\n',
    );
    expect(files?.get(NIX)).toContain('    copying = prev.copying.overridePythonAttrs (old: {\n');
  });

  it('quotes a key that has to be, and leaves a requirement as it is', () => {
    expect(manifest(renamed('[tool.poetry.dependencies]\na| = "*"\n', 'b.c'))).toBe(
      '[tool.poetry.dependencies]\n"b.c" = "*"\n',
    );
    expect(manifest(renamed('[project]\ndependencies = ["a|>=1"]\n', 'b.c'))).toBe(
      '[project]\ndependencies = ["b.c>=1"]\n',
    );
  });

  it('renames a group in all its headers and where it is included', () => {
    const text = `[tool.poetry]
name = "a"
[tool.poetry.group.t|est]
optional = true
[tool.poetry.group.test.dependencies]
b = "*"
[tool.poetry.group.all]
include-groups = ["test"]
`;
    expect(manifest(renamed(text, 'check'))).toBe(
      text.replace('|', '').replaceAll('test', 'check'),
    );
  });

  it('renames a group of PEP 735', () => {
    const text = '[dependency-groups]\nte|st = ["a"]\nall = [{ include-group = "test" }]\n';
    expect(manifest(renamed(text, 'check'))).toBe(
      text.replace('|', '').replaceAll('test', 'check'),
    );
  });

  it('renames an extra', () => {
    const text =
      '[project]\nname = "me"\n[project.optional-dependencies]\ndo|cs = ["a"]\nall = ["me[docs]"]\n';
    expect(manifest(renamed(text, 'pages'))).toBe(
      text.replace('|', '').replaceAll('docs', 'pages'),
    );
  });

  it('refuses what is no name, and renames nothing else', () => {
    expect(renamed('[tool.poetry.dependencies]\na| = "*"\n', 'b c')).toBeNull();
    expect(renamed('[tool.poetry]\nna|me = "x"\n', 'b')).toBeNull();
  });
});
