import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkspaceEdit } from 'vscode-languageserver';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixtureKnowledge } from '../../test/support/fixture-knowledge.ts';
import { nodeFileSystem } from '../session/node-file-system.ts';
import { Session } from '../session/session.ts';
import { SourceText, type TextEdit } from '../text.ts';
import { clientProfile } from './capabilities.ts';
import { OpenUris } from './open-uris.ts';
import { Positions } from './positions.ts';
import { encodeEdits } from './workspace-edits.ts';

let folder = '';
let link = '';
let real = '';

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'edits-')));
  mkdirSync(join(folder, 'nix'));
  real = join(folder, 'nix/real.nix');
  link = join(folder, 'default.nix');
  writeFileSync(real, '{ }\n');
  symlinkSync(real, link);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const INSERTED: TextEdit = { span: { start: 1, end: 1 }, newText: ' a = 1;' };
const OTHER: TextEdit = { span: { start: 1, end: 1 }, newText: ' b = 1;' };

function encoded(
  edits: readonly (readonly [string, TextEdit])[],
  documentChanges: boolean,
): WorkspaceEdit | null {
  const context = {
    client: clientProfile({ capabilities: { workspace: { workspaceEdit: { documentChanges } } } }),
    uris: new OpenUris(),
    positions: new Positions('utf-16'),
    session: new Session(nodeFileSystem, fixtureKnowledge),
  };
  const all = { edits: new Map(edits.map(([file, edit]) => [file, [edit]])), creates: new Map() };
  return encodeEdits(context, all, 'an edit', () => new SourceText('{ }\n'));
}

describe('edits of one file under two names', () => {
  it.each([true, false])('are sent once, with documentChanges: %s', (documentChanges) => {
    const { documentChanges: list, changes } =
      encoded(
        [
          [link, INSERTED],
          [real, INSERTED],
        ],
        documentChanges,
      ) ?? {};
    expect(list ?? Object.keys(changes ?? {})).toHaveLength(1);
  });

  it('are not sent where they differ', () => {
    const edits = [
      [link, INSERTED],
      [real, OTHER],
    ] as const;
    expect(encoded(edits, true)).toBeNull();
  });

  it('are two where they are two files', () => {
    const other = join(folder, 'other.nix');
    writeFileSync(other, '{ }\n');
    const edits = [
      [real, INSERTED],
      [other, OTHER],
    ] as const;
    expect(encoded(edits, true)?.documentChanges).toHaveLength(2);
  });
});
