import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { desk } from '../desk.ts';
import { editorsProblem, inRoot } from '../root.ts';

const OURS = 'pyproject-nix-ls';

/** The files of a project, and others, with the servers that kakoune-lsp starts for each. */
const FILES: Readonly<Record<string, readonly string[]>> = {
  'pyproject.toml': ['taplo', OURS],
  'poetry.lock': ['taplo', OURS],
  'uv.lock': ['taplo', OURS],
  'pdm.lock': ['taplo', OURS],
  'pylock.toml': ['taplo', OURS],
  Pipfile: ['taplo', OURS],
  'Pipfile.lock': [OURS],
  'requirements.txt': [OURS],
  'dev-requirements.in': [OURS],
  'constraints.txt': [OURS],
  'requirements/dev.txt': [OURS],
  'default.nix': ['nixd', OURS],
  'notes.txt': [],
  'package.json': [],
};

/** What kakoune-lsp declares. It is not in Debian, so that no server starts here. */
const OPTION = 'declare-option str lsp_servers\n';

describe.skipIf(editorsProblem() !== null)('Kakoune, set up by the command', () => {
  it('has the server in every file that it reads, beside the usual ones', () => {
    const here = desk('imgapp');
    here.write('.config/kak/kakrc', OPTION);
    here.setUp('kakoune');
    const seen = join(here.home, 'seen');
    mkdirSync(seen);
    const names = Object.keys(FILES);
    const commands = names.map((file, index) => {
      mkdirSync(dirname(join(here.project, file)), { recursive: true });
      writeFileSync(join(here.project, file), '');
      return `edit ${file}; echo -to-file ${join(seen, String(index))} -- %opt{lsp_servers}`;
    });
    const kakoune = ['kak', '-ui', 'dummy', '-e', [...commands, 'quit!'].join('; ')];
    const [program, args] = inRoot(here.environment, kakoune);
    execFileSync(program, args, { cwd: here.project, timeout: 30_000 });
    const servers = names.map((file, index) => {
      const option = readFileSync(join(seen, String(index)), 'utf8');
      return [file, [...option.matchAll(/^ *\[(.*)\]$/gm)].map(([, name]) => name)];
    });
    here.clear();
    expect(Object.fromEntries(servers)).toEqual(FILES);
  });
});
