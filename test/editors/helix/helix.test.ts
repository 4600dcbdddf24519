import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desk, fencedBlock, type Desk } from '../desk.ts';
import { editorsProblem, inRoot, parsesAsNix } from '../root.ts';
import { Screen } from '../screen.ts';

const title = 'Provide cups to pycups in default.nix';

describe.skipIf(editorsProblem() !== null)('Helix with editors/helix/languages.toml', () => {
  let here: Desk;
  let screen: Screen;

  beforeAll(async () => {
    here = desk('imgapp-broken');
    here.copy('editors/helix/languages.toml', '.config/helix/languages.toml');
    here.write('.config/helix/config.toml', fencedBlock('editors/helix/README.md', 'toml'));
    const [file, args] = inRoot(here.environment, ['hx', 'pyproject.toml']);
    screen = new Screen(here.project, [file, ...args]);
    await screen.waitFor('the manifest', (text) => text.includes('[tool.poetry.dependencies]'));
  });
  afterAll(() => {
    screen.close();
    here.clear();
  });

  it('shows the diagnostics in the gutter and beside their lines', async () => {
    const text = await screen.waitFor('a diagnostic of pycups', (now) =>
      /● +\d+ +pycups .* {2}.*cups/.test(now),
    );
    expect(text).toMatch(/● +\d+ +pybktree/);
    expect(text).not.toMatch(/● +\d+ +pillow/);
  });

  it('shows the hover', async () => {
    await goTo('pillow');
    screen.press('Space', 'k');
    const text = await screen.waitFor('the hover', (now) => now.includes('7.2.0'));
    for (const words of ['sdist', 'libjpeg', 'setuptools']) expect(text).toContain(words);
    screen.press('Escape');
  });

  it('goes to the definition in the lock and back', async () => {
    await goTo('pillow');
    screen.press('g', 'd');
    await screen.waitFor('the lock', (now) =>
      /^ *● *\d+ +name = "pillow"$|^ +\d+ +name = "pillow"$/m.test(now),
    );
    screen.press('C-o');
    await screen.waitFor('the manifest', (now) => now.includes('[tool.poetry.dependencies]'));
  });

  it('completes the name of a package', async () => {
    await goTo('pillow');
    screen.press('o');
    screen.type('psycop');
    await screen.waitFor('the name', (now) => /psycopg2 /.test(now));
    await toNormalMode();
    screen.press('u');
    await screen.waitFor('the line gone', (now) => !now.includes('psycop'));
  });

  it('offers the action and writes what is missing into default.nix', async () => {
    await goTo('pycups');
    screen.press('Space', 'a');
    await screen.waitFor('the action', (now) => now.includes(title));
    // The first row is chosen already: the preferred action is one key away.
    screen.press('Enter');
    await screen.waitFor('no menu', (now) => !now.includes(title));
    await screen.waitFor('the diagnostic gone', (now) => !/● +\d+ +pycups/.test(now));
    screen.press('Escape');
    screen.type(':wa');
    screen.press('Enter');
    // Helix empties a file before it writes it: half of it may be there for a moment.
    let nix = '';
    await until(() => {
      nix = here.onDisk('default.nix');
      return nix.includes('pycups') && nix.endsWith('}\n');
    });
    expect(nix).toContain('cups ]');
    expect(parsesAsNix(nix)).toBe(true);
  });

  it('offers nothing twice', async () => {
    await goTo('pycups');
    screen.press('Space', 'a');
    await sleep(1000);
    expect(screen.text()).not.toContain(title);
    screen.press('Escape');
  });

  /** Escape by itself: with a key right behind it a terminal's reader takes both for Alt and that key. */
  async function toNormalMode(): Promise<void> {
    for (let tries = 0; tries < 10; tries += 1) {
      screen.press('Escape');
      await sleep(300);
      if (screen.text().includes(' NOR ')) return;
    }
  }

  /** Puts the cursor on the line that starts with a name. */
  async function goTo(name: string): Promise<void> {
    await toNormalMode();
    screen.press('g', 'g');
    screen.type(`/^${name}`);
    screen.press('Enter');
    await sleep(200);
  }
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition() && Date.now() < deadline) await sleep(50);
}
