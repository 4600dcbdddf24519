import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { semanticErrors } from '../../server/nix/check/errors.ts';
import { undefinedNames } from '../../server/nix/check/names.ts';
import { parseNix } from '../../server/nix/parse.ts';
import { canonicalForm, normalForm } from './normal-form.ts';
import { nixInstantiate } from '../support/nix.ts';

/** Folders of Nix files to judge the parser by, as in PATH; checkouts of public repositories do well. */
const folders = (process.env['NIX_CORPUS'] ?? '').split(delimiter).filter((name) => name !== '');
const FILES_A_RUN = 100;

/** Nix's home is not this process's where Nix runs in a root of its own. */
const HOME = process.env['NIX_HOME'] ?? homedir();

function nixFilesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.nix'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('/.git/'));
}

/** Nix's normal form of each file; null for one that it rejects. It stops at the first such file: then by halves. */
function normalForms(nix: string, files: readonly string[]): readonly (string | null)[] {
  if (files.length === 0) return [];
  const options = ['--parse', '--extra-experimental-features', 'pipe-operators'];
  const { status, stdout } = spawnSync(nix, [...options, ...files], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines = stdout.split('\n').slice(0, -1);
  if (status === 0 && lines.length === files.length) return lines;
  if (files.length === 1) return [null];
  const half = Math.ceil(files.length / 2);
  return [...normalForms(nix, files.slice(0, half)), ...normalForms(nix, files.slice(half))];
}

/** Skipped without Nix (NIX_INSTANTIATE) and without files (NIX_CORPUS); parser.test.ts has samples of our own. */
describe.skipIf(nixInstantiate === null || folders.length === 0)('the parser and real Nix', () => {
  it.each(folders)('read every file of %s alike', { timeout: 3_600_000 }, (folder) => {
    const files = nixFilesIn(folder);
    expect(files.length).toBeGreaterThan(0);
    const different: string[] = [];
    let valid = 0;
    for (let start = 0; start < files.length; start += FILES_A_RUN) {
      const run = files.slice(start, start + FILES_A_RUN);
      for (const [index, form] of normalForms(nixInstantiate ?? '', run).entries()) {
        const file = run[index] ?? '';
        if (form !== null) valid += 1;
        if (!isReadAlike(file, form)) different.push(file);
      }
    }
    console.info(`${folder}: ${files.length} files judged, ${valid} of them valid`);
    expect(different).toEqual([]);
  });
});

function isReadAlike(file: string, form: string | null): boolean {
  const tree = parseNix(readFileSync(file, 'utf8'));
  const isValid = [tree.errors, semanticErrors(tree), undefinedNames(tree)].every(
    (problems) => problems.length === 0,
  );
  if (form === null || !isValid) return form === null && !isValid;
  return canonicalForm(normalForm(tree, file, HOME)) === canonicalForm(form);
}
