/**
 * Makes the pictures of the documentation from the screens of a real Neovim, with the configuration
 * of `editors/neovim`, and a real VS Code, with the packaged extension, on `examples/`.
 * `npm run screenshots`, after `npm run build`.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { desk, fencedBlock } from '../test/editors/desk.ts';
import { editorsProblem, inRoot } from '../test/editors/root.ts';
import { Screen } from '../test/editors/screen.ts';
import { packageExtensions } from '../test/editors/vscode/packages.ts';
import { Workbench } from '../test/editors/vscode/workbench.ts';
import { repositoryRoot } from './lib/repository.ts';
import { terminalSvg } from './lib/terminal-svg.ts';

/** Diagnostics beside their lines, and who is attached in the status line. */
const LOOKS = `
vim.o.termguicolors = true
vim.o.number = true
vim.o.fillchars = 'eob: '
vim.o.ruler = false
vim.diagnostic.config({ virtual_text = true })
vim.o.statusline = '%t %m%=%{%v:lua.Attached()%}'
vim.o.laststatus = 2
vim.o.winborder = 'rounded'
function Attached()
  return table.concat(vim.tbl_map(function(c) return c.name end, vim.lsp.get_clients({ bufnr = 0 })), ' ')
end
vim.api.nvim_create_autocmd('LspAttach', { command = 'redrawstatus!' })
`;

const problem = editorsProblem();
if (problem !== null) throw new Error(`no real editors: ${problem}`);

await picture('hover', 'imgapp', 'The hover on pillow in Neovim', 96, 25, async (screen) => {
  search(screen, 'pillow');
  screen.type('K');
  await screen.waitFor('the hover', (text) => text.includes('sdist'));
});

await picture('action', 'imgapp-broken', 'The code action in Neovim', 112, 32, async (screen) => {
  await screen.waitFor('the diagnostics', (text) => text.includes('cups'));
  search(screen, 'pycups');
  // The list of actions asks with the number of the choice: the preferred one is first.
  screen.type('gra');
  await screen.waitFor('the actions', (text) => text.includes('Provide cups'));
  screen.press('1', 'Enter');
  await screen.waitFor('no list', (text) => !text.includes('Type number'));
  screen.type(':belowright split default.nix');
  screen.press('Enter', 'C-l');
  await screen.waitFor('default.nix', (text) => text.includes('pkgs.cups'));
});

await vscodePicture();

/** The hover on a package that lacks something. */
async function vscodePicture(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pyproject-nix-ls-vscode-'));
  const project = join(folder, 'imgapp-broken');
  cpSync(join(repositoryRoot, 'examples/imgapp-broken'), project, { recursive: true });
  const home = join(folder, 'home');
  const workbench = await Workbench.open(project, home, packageExtensions(folder).slice(0, 1));
  try {
    const { page } = workbench;
    await page.setViewportSize({ width: 960, height: 680 });
    await workbench.openFile('pyproject.toml');
    await page.waitForSelector('.squiggly-warning');
    await workbench.command('View: Toggle Primary Side Bar Visibility');
    await workbench.goTo('pycups');
    await workbench.command('Show or Focus Hover');
    await page.waitForTimeout(1000);
    const file = join(repositoryRoot, 'docs/images/vscode.png');
    await page.screenshot({ path: file });
    console.log('docs/images/vscode.png');
  } finally {
    await workbench.close();
    rmSync(folder, { recursive: true });
  }
}

/** Runs Neovim on an example, lets `show` bring up what is to be seen, and draws the screen into docs/images. */
async function picture(
  name: string,
  example: string,
  title: string,
  columns: number,
  rows: number,
  show: (screen: Screen) => Promise<void>,
): Promise<void> {
  const here = desk(example);
  here.copy('editors/neovim/lsp/pyproject_nix_ls.lua', '.config/nvim/lsp/pyproject_nix_ls.lua');
  here.write('.config/nvim/init.lua', `${fencedBlock('editors/neovim/README.md', 'lua')}${LOOKS}`);
  const environment = { ...here.environment, COLORTERM: 'truecolor' };
  const [file, args] = inRoot(environment, ['nvim', 'pyproject.toml']);
  const screen = new Screen(here.project, [file, ...args], columns, rows);
  try {
    await screen.waitFor('the server', (text) => text.includes('pyproject_nix_ls'));
    await show(screen);
    await screen.settled();
    const folder = join(repositoryRoot, 'docs/images');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.svg`), terminalSvg(screen.colouredText(), title));
    console.log(`docs/images/${name}.svg`);
  } finally {
    screen.close();
    here.clear();
  }
}

function search(screen: Screen, name: string): void {
  screen.press('g', 'g');
  screen.type(`/^${name}`);
  // Ctrl-L takes the search's colours and the last message off the screen.
  screen.press('Enter', 'C-l');
}
