import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { semanticErrors } from '../../server/nix/check/errors.ts';
import { undefinedNames } from '../../server/nix/check/names.ts';
import { parseNix } from '../../server/nix/parse.ts';
import { canonicalForm, normalForm } from './normal-form.ts';
import { INVALID, UNDEFINED, VALID } from './samples.ts';
import { describeWithNix } from '../support/nix.ts';

const folder = mkdtempSync(join(tmpdir(), 'nix-parser-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Nix's own reading of a text: its normal form, or null where it rejects the text. */
function parsedByNix(
  nix: string,
  text: string,
): { readonly form: string | null; readonly says: string } {
  const file = join(folder, 'sample.nix');
  writeFileSync(file, text);
  const { status, stdout, stderr } = spawnSync(
    nix,
    ['--parse', '--extra-experimental-features', 'pipe-operators', file],
    { encoding: 'utf8' },
  );
  return { form: status === 0 ? stdout.trimEnd() : null, says: stderr };
}

function homeOfNix(nix: string): string {
  const form = execFileSync(nix, ['--parse', '-E', '~/x'], { encoding: 'utf8' });
  return form.trim().replace(/\/x$/, '') || homedir();
}

// Older ones print another normal form (2.8), or have no pipes (before 2.24).
describeWithNix('the parser and real Nix', { least: '2.26' }, (nix) => {
  const home = homeOfNix(nix);

  it.each(VALID)('both accept and read alike %j', (text) => {
    const { form, says } = parsedByNix(nix, text);
    expect(form, says).not.toBeNull();
    const own = normalForm(parseNix(text), join(folder, 'sample.nix'), home);
    expect(canonicalForm(own)).toBe(canonicalForm(form ?? ''));
  });

  it.each(INVALID)('both reject %j', (text) => {
    const tree = parseNix(text);
    expect(parsedByNix(nix, text).form).toBeNull();
    expect([...tree.errors, ...semanticErrors(tree)]).not.toEqual([]);
  });

  it.each(UNDEFINED)('both find of %j that %s is undefined', (text, name) => {
    const { form, says } = parsedByNix(nix, text);
    expect(form).toBeNull();
    expect(says).toContain(`undefined variable '${name}'`);
    expect(undefinedNames(parseNix(text)).map((found) => found.name)).toEqual([name]);
  });
});
