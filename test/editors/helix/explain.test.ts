import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editorsProblem, parsesAsNix, repository } from '../root.ts';
import { Helix } from './helix.ts';

const DRV = '/nix/store/0123456789abcdfghijklmnpqrsvwxyz-python3.11-pycups-2.0.1.drv';
const LOG = [
  'pycups> cupsmodule.c:20:10: fatal error: cups/cups.h: No such file or directory',
  `error: builder for '${DRV}' failed with exit code 1;`,
  '',
].join('\n');

/** The commands that the page gives for Helix, in its order. */
function commands(): readonly string[] {
  const page = readFileSync(join(repository, 'docs/editors.md'), 'utf8');
  const line = page.split('\n').find((each) => each.startsWith('- Helix has no way')) ?? '';
  return [...line.matchAll(/`(:[^`]+)`/g)].map(([, command = '']) => command);
}

describe.skipIf(editorsProblem() !== null)(
  'what docs/editors.md says of failed builds, in Helix',
  () => {
    let helix: Helix;

    beforeAll(async () => {
      helix = await Helix.open('imgapp-broken', 'default.nix');
      writeFileSync(join(helix.desk.project, 'build.log'), LOG);
    });
    afterAll(() => helix.close());

    it('writes the overrides, and shows them in the file that is open', async () => {
      const [write = '', reload = ''] = commands();
      expect([write.startsWith(':sh '), reload]).toEqual([true, ':reload-all']);
      expect(helix.screen.text()).not.toContain('cups ]');
      helix.screen.type(write);
      helix.screen.press('Enter');
      await helix.screen.waitFor('the report', (now) => now.includes('Edited '));
      helix.screen.press('Escape');
      helix.screen.type(reload);
      helix.screen.press('Enter');
      await helix.screen.waitFor('the override', (now) => now.includes('cups ]'));
      expect(parsesAsNix(helix.desk.onDisk('default.nix'))).toBe(true);
    });

    it('keeps the report in a scratch buffer', async () => {
      const [write = '', , insert = ''] = commands();
      expect(insert).toBe(':insert-output');
      helix.screen.type(':new');
      helix.screen.press('Enter');
      helix.screen.type(`${insert} ${write.slice(':sh '.length).replace(' --write', '')}`);
      helix.screen.press('Enter');
      const text = await helix.screen.waitFor('the report', (now) =>
        now.includes('fatal error: cups'),
      );
      expect(text).toMatch(/pycups 2\.0\.1/);
    });
  },
);
