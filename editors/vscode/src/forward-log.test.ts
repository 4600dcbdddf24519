import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { forwardLog } from './forward-log.ts';

async function forwarded(...parts: readonly string[]): Promise<readonly string[]> {
  const seen: string[] = [];
  const at = (level: string) => (message: string) => void seen.push(`${level} ${message}`);
  const log = { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
  const input = Readable.from(parts);
  forwardLog(input, log);
  while (!input.closed) await setImmediate();
  await setImmediate();
  return seen;
}

it('writes every entry at its own level, wherever the pipe cuts', async () => {
  expect(
    await forwarded(
      'pyproject-nix-ls: info: ready\npyproject-nix-ls: wa',
      'rn: bad setting\n',
      'pyproject-nix-ls: debug: hover 2 ms\n',
    ),
  ).toEqual(['info ready', 'warn bad setting', 'debug hover 2 ms']);
});

it('keeps a trace with its entry, and takes what the runtime says for an error', async () => {
  expect(await forwarded('node: bad option\npyproject-nix-ls: warn: failed\n  at hover\n')).toEqual(
    ['error node: bad option', 'warn failed', 'warn   at hover'],
  );
});
