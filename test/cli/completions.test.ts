import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../server/cli/commands.ts';
import { runCli } from '../support/cli.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { findTool } from '../support/tools.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
const nothing = new MemoryFileSystem();

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'completions-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function scriptOf(kind: string): string {
  const { code, out, err } = runCli(nothing, ['completions', kind]);
  expect([code, err]).toEqual([0, '']);
  return out;
}

/** What bash offers behind these words, the last of which is being typed. */
function offeredByBash(...words: readonly string[]): readonly string[] {
  const file = join(folder, 'bash');
  writeFileSync(file, scriptOf('bash'));
  const typed = ['pyproject-nix-ls', ...words];
  const quoted = typed.map((word) => `'${word}'`).join(' ');
  const script = `source '${file}'; COMP_WORDS=(${quoted}); COMP_CWORD=${typed.length - 1}; _pyproject_nix_ls; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const out = execFileSync('bash', ['--norc', '-c', script], { cwd: folder, encoding: 'utf8' });
  return out.split('\n').filter((line) => line !== '');
}

describe('completions', () => {
  it.each(SHELLS)('for %s name every command and every option', (shell) => {
    const script = scriptOf(shell);
    for (const { spec } of COMMANDS) {
      expect(script).toContain(spec.name);
      for (const option of Object.keys(spec.options)) expect(script).toContain(option);
    }
  });

  describe.each(SHELLS)('for %s', (shell) => {
    const program = findTool(shell, `PNLS_${shell.toUpperCase()}`);

    it.skipIf(program === null)('are read by it without an objection (zsh 5, fish 3)', () => {
      const file = join(folder, shell);
      writeFileSync(file, scriptOf(shell));
      const read = execFileSync(program ?? shell, ['-n', file], { encoding: 'utf8' });
      expect(read).toBe('');
    });
  });

  it('complete in bash', () => {
    writeFileSync(join(folder, 'pyproject.toml'), '');
    expect(offeredByBash('ch')).toEqual(['check']);
    expect(offeredByBash('check', '--rec')).toEqual(['--recursive']);
    expect(offeredByBash('check', '--format', 'j')).toEqual(['json']);
    expect(offeredByBash('check', 'pyp')).toEqual(['pyproject.toml']);
    expect(offeredByBash('overrides', '--target', 'uv')).toEqual(['uv2nix']);
    expect(offeredByBash('nothing-like-it')).toEqual([]);
  });

  it('are refused for other shells', () => {
    expect(runCli(nothing, ['completions', 'tcsh'])).toMatchObject({ code: 2, out: '' });
    expect(runCli(nothing, ['completions'])).toMatchObject({ code: 2, out: '' });
  });
});

describe('the manual page', () => {
  it('names every command, option and example, and begins no line with a dot of its own', () => {
    const page = scriptOf('man').replaceAll('\\-', '-');
    for (const { spec } of COMMANDS) {
      expect(page).toContain(`.SS ${spec.name}`);
      for (const option of Object.keys(spec.options)) expect(page).toContain(`--${option}`);
      for (const { args } of spec.examples) expect(page).toContain(args);
    }
    const requests = new Set(page.split('\n').flatMap((line) => /^\.(\w+)/.exec(line)?.[1] ?? []));
    expect([...requests].toSorted()).toEqual(
      ['B', 'PP', 'RE', 'RS', 'SH', 'SS', 'TH', 'TP', 'br', 'fi', 'nf'].toSorted(),
    );
  });
});
