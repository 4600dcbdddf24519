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
    onDisk: (file) => readFileSync(join(project, file), 'utf8'),
    clear: () => rmSync(folder, { recursive: true }),
  };
}

/** The first fenced block of a language in a Markdown file: what its reader copies. */
export function fencedBlock(file: string, language: string): string {
  const text = readFileSync(join(repository, file), 'utf8');
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.trim() === `\`\`\`${language}`);
  if (start < 0) throw new Error(`${file} has no block of ${language}`);
  const length = lines.slice(start + 1).findIndex((line) => line.trim() === '```');
  return `${lines.slice(start + 1, start + 1 + length).join('\n')}\n`;
}

function program(path: string, main: string): void {
  writeFileSync(path, `#!/bin/sh\nexec node ${main} "$@"\n`);
  chmodSync(path, 0o755);
}
