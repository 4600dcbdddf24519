import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repository, serverMain } from './root.ts';

/** A user's machine, as far as an editor sees it: a home, programs on the PATH and a project. */
export interface Desk {
  readonly home: string;
  readonly project: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Puts a file of the repository where the user copies it to, below the home. */
  copy(from: string, to: string): void;
  write(to: string, text: string): void;
  /** What `pyproject-nix-ls setup EDITOR --write` writes, twice: below the home that is, and next to what is there. */
  setUp(editor: string): void;
  /** A file of the project, as it is on disk. */
  onDisk(file: string): string;
  clear(): void;
}

/** A desk with a copy of one of `examples/`, the server under test and a second TOML server, both by name on the PATH. */
export function desk(example: string): Desk {
  const folder = mkdtempSync(join(tmpdir(), `pyproject-nix-ls-${example}-`));
  const home = join(folder, 'home');
  const project = join(folder, example);
  const programs = join(folder, 'bin');
  cpSync(join(repository, 'examples', example), project, { recursive: true });
  for (const path of [home, programs]) mkdirSync(path);
  program(join(programs, 'pyproject-nix-ls'), serverMain);
  program(join(programs, 'taplo'), join(import.meta.dirname, 'other-server.mjs'));
  const write = (to: string, text: string): void => {
    mkdirSync(dirname(join(home, to)), { recursive: true });
    writeFileSync(join(home, to), text);
  };
  return {
    home,
    project,
    environment: {
      HOME: home,
      PATH: `${programs}:/usr/bin:/bin`,
      LANG: 'C.UTF-8',
      TERM: 'xterm-256color',
    },
    copy: (from, to) => write(to, readFileSync(join(repository, from), 'utf8')),
    write,
    setUp: (editor) => {
      const args = [serverMain, 'setup', editor, '--write'];
      const options = { cwd: project, env: { HOME: home }, encoding: 'utf8' } as const;
      execFileSync(process.execPath, args, options);
      const again = execFileSync(process.execPath, args, options);
      if (again !== 'All of it is there already.\n') throw new Error(`written twice: ${again}`);
    },
    onDisk: (file) => readFileSync(join(project, file), 'utf8'),
    clear: () => rmSync(folder, { recursive: true }),
  };
}

/** The first fenced block of a language in a Markdown file that has a word: what its reader copies. */
export function fencedBlock(file: string, language: string, word = ''): string {
  const text = readFileSync(join(repository, file), 'utf8');
  const fenced = new RegExp(`^ *\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\`$`, 'gm');
  const blocks = [...text.matchAll(fenced)].map(([, block = '']) => block);
  const found = blocks.find((block) => block.includes(word));
  if (found === undefined) throw new Error(`${file} has no block of ${language} with ${word}`);
  return found;
}

function program(path: string, main: string): void {
  writeFileSync(path, `#!/bin/sh\nexec node ${main} "$@"\n`);
  chmodSync(path, 0o755);
}
