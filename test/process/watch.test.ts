import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const MAIN = new URL('../../dist/main.js', import.meta.url).pathname;
const EXAMPLE = new URL('../../examples/imgapp-broken', import.meta.url).pathname;

describe('check --watch', () => {
  it('checks again when a file has changed, and ends when it is interrupted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'watch-'));
    cpSync(EXAMPLE, folder, { recursive: true });
    const child = spawn(process.execPath, [MAIN, 'check', '--watch'], { cwd: folder });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    const until = async (text: string): Promise<void> => {
      while (!out.includes(text)) await once(child.stdout, 'data');
    };
    await until('1 error, 3 warnings in 1 project.');
    const manifest = join(folder, 'pyproject.toml');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/^pycups = .*\n/m, ''));
    await until('1 error, 2 warnings in 1 project.');
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    expect(await ended).toEqual([null, 'SIGINT']);
    rmSync(folder, { recursive: true });
  });
});
