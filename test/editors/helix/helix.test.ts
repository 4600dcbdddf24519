import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editorsProblem, parsesAsNix } from '../root.ts';
import { byHand, forTomlAlone, Helix, marked } from './helix.ts';

const title = 'Provide cups to pycups in default.nix';

describe.skipIf(editorsProblem() !== null)('Helix, set up by the command', () => {
  let helix: Helix;

  beforeAll(async () => {
    helix = await Helix.open('imgapp-broken', 'pyproject.toml');
  });
  afterAll(() => helix.close());

  it('shows the diagnostics in the gutter and beside their lines', async () => {
    const text = await helix.screen.waitFor('a diagnostic of pycups', (now) =>
      /● +\d+ +pycups .* {2}.*cups/.test(now),
    );
    expect(text).toMatch(marked('^ *pybktree'));
    expect(text).not.toMatch(marked('^ *pillow'));
  });

  it('shows the hover', async () => {
    await helix.goTo('^ *pillow');
    const text = await helix.hover('7.2.0');
    for (const words of ['sdist', 'libjpeg', 'setuptools']) expect(text).toContain(words);
  });

  it('goes to the definition in the lock and back', async () => {
    await helix.goTo('^ *pillow');
    helix.screen.press('g', 'd');
    const text = await helix.screen.waitFor('the lock', (now) =>
      /^[●  ]*\d+ +name = "pillow"$/m.test(now),
    );
    expect(text).toMatch(/^ NOR {3}poetry\.lock /m);
    helix.screen.press('C-o');
    await helix.screen.waitFor('the manifest', (now) => now.includes('[tool.poetry.dependencies]'));
  });

  it('completes the name of a package', async () => {
    await helix.goTo('^ *pillow');
    expect(await helix.completion('psycop', /psycopg2 /)).toContain('psycopg2');
  });

  it('offers the action, and nothing twice', async () => {
    await helix.goTo('^ *pycups');
    await helix.takeFirstAction(title);
    await helix.screen.waitFor('the diagnostic gone', (now) => !marked('^ *pycups').test(now));
    helix.screen.press('Space', 'a');
    await helix.screen.waitFor('no action', (now) => now.includes('No code actions available'));
  });

  it('writes what is missing into default.nix', async () => {
    await helix.saveAndQuit();
    const nix = helix.desk.onDisk('default.nix');
    expect(nix).toContain('pycups');
    expect(nix).toContain('cups ]');
    expect(parsesAsNix(nix)).toBe(true);
  });
});

describe.skipIf(editorsProblem() !== null).each([
  ['the block of README.md', byHand],
  ['its part for TOML alone', forTomlAlone],
])('Helix with %s', (_, configure) => {
  let helix: Helix;

  beforeAll(async () => {
    helix = await Helix.open('imgapp-broken', 'pyproject.toml', configure);
  });
  afterAll(() => helix.close());

  it('looks at a Nix file again once it is saved', async () => {
    await helix.goTo('^ *pycups');
    await helix.screen.waitFor('the diagnostic', (now) => marked('^ *pycups').test(now));
    await helix.takeFirstAction(title);
    await helix.saveAll();
    const isWritten = (): boolean => helix.desk.onDisk('default.nix').includes('cups ]');
    // A menu may stand over the mark for a moment.
    await helix.screen.waitFor(
      'the file written and the diagnostic gone',
      (now) => isWritten() && !marked('^ *pycups').test(now),
    );
    expect(isWritten()).toBe(true);
  });
});
