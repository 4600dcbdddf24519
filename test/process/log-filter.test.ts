import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

interface Filtered {
  readonly code: number | null;
  readonly out: Buffer;
  readonly err: string;
  /** What had come out when the input was still open. */
  readonly before: Buffer;
}

/** Gives `first` to a filter, waits until that has come out, and then `rest`. */
function filter(first: Buffer, rest: Buffer, args: readonly string[]): Promise<Filtered> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [MAIN, 'explain', '--log', '-', ...args], { cwd: '/' });
    const out: Buffer[] = [];
    let err = '';
    let before: Buffer | null = null;
    const end = (): void => {
      if (before !== null) return;
      before = Buffer.concat(out);
      child.stdin.end(rest);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      out.push(chunk);
      if (Buffer.concat(out).length >= first.length) end();
    });
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) =>
      resolve({ code, out: Buffer.concat(out), err, before: before ?? Buffer.alloc(0) }),
    );
    child.stdin.write(first);
    if (args.length > 0) end();
  });
}

const FAILED = Buffer.from(
  "\nerror: builder for '/nix/store/0123456789abcdfghijklmnpqrsvwxyz-foo-1.0.drv' failed with exit code 1;\n",
);

describe('explain --log -', { timeout: 60_000 }, () => {
  it('passes every byte on as it comes, whatever it is', async () => {
    // Neither UTF-8 nor lines.
    const first = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 256));
    const { code, out, err, before } = await filter(first, FAILED, []);
    expect(before.equals(first)).toBe(true);
    expect(out.equals(Buffer.concat([first, FAILED]))).toBe(true);
    expect(code).toBe(1);
    expect(err).toMatch(/^foo 1\.0\n/);
  });

  it('passes nothing on where it is told not to', async () => {
    const { code, out, err } = await filter(Buffer.from('foo> hello\n'), FAILED, ['--quiet']);
    expect([code, err]).toEqual([1, '']);
    expect(out.toString()).toMatch(/^foo 1\.0\n/);
  });

  it('exits with 0 where nothing failed', async () => {
    const { code, out } = await filter(Buffer.from('hello\n'), Buffer.from('all is well\n'), []);
    expect([code, out.toString()]).toEqual([0, 'hello\nall is well\n']);
  });
});
