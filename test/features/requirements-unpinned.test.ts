import { describe, expect, it } from 'vitest';
import { codeActions } from '../../server/features/code-actions/code-actions.ts';
import { inlayHints } from '../../server/features/inlay-hints.ts';
import { documentLinks } from '../../server/features/links.ts';
import type { Snapshot } from '../../server/features/model.ts';
import { referencesAt } from '../../server/features/navigation.ts';
import { renameTargetAt } from '../../server/features/rename.ts';
import { requestedInputs } from '../../server/nix/request.ts';
import { standaloneRequests } from '../../server/project/overrides/standalone.ts';
import { Session } from '../../server/session/session.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const TXT = '/p/requirements.txt';
const IN = '/p/requirements.in';
const SHELL = '{ pkgs }: pkgs.mkShell { packages = [ pkgs.python3 ]; }\n';

function snapshotOf(text: string, more: Readonly<Record<string, string>> = {}): Snapshot {
  const files = { '/p/.git/HEAD': '', [TXT]: text, '/p/shell.nix': SHELL, ...more };
  const snapshot = new Session(new MemoryFileSystem(files), fixtureKnowledge).snapshot(
    more[IN] === undefined ? TXT : IN,
  );
  if (snapshot === null) throw new Error('no project');
  return snapshot;
}

function titles(snapshot: Snapshot): readonly string[] {
  const actions = codeActions(snapshot, {
    span: { start: 1, end: 1 },
    codes: new Set(),
    copies: true,
    wants: () => true,
  });
  return actions.map(({ title }) => title);
}

/** The libraries that a shell gets for it. */
function libraries(text: string): readonly string[] {
  const [project] = snapshotOf(text).projects;
  return standaloneRequests(project, 'mkshell').flatMap((request) =>
    requestedInputs(request, 'buildInputs'),
  );
}

describe('a requirement that no line pins', () => {
  it('has what others have: hint, link, references, rename', () => {
    const text = 'pictures>=7\nglow\n--no-binary pictures\n';
    const snapshot = snapshotOf(text);
    const hints = inlayHints(snapshot, { start: 0, end: text.length });
    expect(hints.map(({ offset, label }) => [offset, label])).toEqual([
      [11, 'lacks libjpeg and zlib'],
    ]);
    expect(documentLinks(snapshot).map(({ span }) => span.start)).toEqual([0, 12]);
    expect(referencesAt(snapshot, 1, true).map(({ span }) => span.start)).toContain(0);
    expect(renameTargetAt(snapshot, 1)?.span).toEqual({ start: 0, end: 8 });
  });

  it('may be provided for and copied, as pip takes wheel or sdist', () => {
    const found = titles(snapshotOf('pictures>=7\n'));
    expect(found).toContain('Provide what pictures needs in shell.nix');
    expect(found).toContain('Copy what pictures needs for a shell');
    expect(found).not.toContain('Copy what pictures needs for uv2nix');
    expect(titles(snapshotOf('glow>1\n'))).toEqual([]);
  });

  it('counts with all that a shell holds', () => {
    expect(libraries('pictures>=7\n')).toEqual(expect.arrayContaining(['libjpeg', 'zlib']));
    expect(libraries('pictures @ https://files.example/pictures-7.2.0.tar.gz\n')).toContain(
      'libjpeg',
    );
    expect(libraries('pictures>=7; sys_platform == "win32"\n')).toEqual([]);
    expect(libraries('glow>1\n')).toEqual([]);
  });

  it('is not locked yet where another file locks', () => {
    const compiled = '# via pip-compile\nglow==1.0\n';
    const snapshot = snapshotOf(compiled, { [IN]: 'pictures>=7\n' });
    expect(titles(snapshot)).not.toContain('Provide what pictures needs in shell.nix');
  });
});
