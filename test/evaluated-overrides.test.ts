import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { planOverrides } from '../server/nix/plan/plan.ts';
import { pypi2nixCommand } from '../server/project/overrides/pypi2nix-command.ts';
import { evaluate, HERE, runNix, SOURCES } from './nix/evaluated/evaluate.ts';
import { outcomesPage } from './nix/evaluated/page.ts';
import { ROWS, type Row } from './nix/evaluated/rows.ts';
import { applyPlan, overrideRequest } from './nix/edits.ts';
import { nixInstantiate } from './support/nix.ts';
import { projectIn } from './support/folder.ts';

/**
 * Overrides as real poetry2nix, uv2nix, dream2nix and nixpkgs take them: each is planned into a file, the file is
 * evaluated before and after, and the inputs are read back. PNLS_NIX_SOURCES names a folder with checkouts of
 * poetry2nix, uv2nix, pyproject.nix, build-system-pkgs, dream2nix, corepkgs (its pins.nix made to name a nix-lib that is
 * there), nixpkgs-lib (nix-community/nixpkgs.lib) and, for pypi2nix, nixpkgs-2019 (NixOS/nixpkgs at d260277). The table is docs/evaluated-overrides.md; `-u` writes it anew.
 */
const IMGAPP = fileURLToPath(new URL('../examples/imgapp', import.meta.url));
const TABLE = fileURLToPath(new URL('../docs/evaluated-overrides.md', import.meta.url));

describe.skipIf(SOURCES === null || nixInstantiate === null)('evaluated overrides', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'evaluated-'));
  afterAll(() => rmSync(scratch, { recursive: true }));
  const outcomes = new Map<Row, string>();

  it.each(
    ROWS.map(
      (row) => [`${row.setting.target}, ${row.setting.name}: ${row.kind.name}`, row] as const,
    ),
  )(
    '%s',
    (_name, row) => {
      const { setting, kind } = row;
      const name = setting.rename?.(kind.package) ?? kind.package;
      const request = overrideRequest({
        ...kind.request,
        target: setting.target,
        package: setting.target === 'mkshell' ? null : name,
        ...(setting.beforeDefaults === true && kind.package === 'psycopg2'
          ? { setByDefaults: true }
          : {}),
      });
      const folder = mkdtempSync(join(scratch, 'project-'));
      const files = new Map(
        Object.entries(setting.files).map(([file, text]) => [join(folder, file), text]),
      );
      if (setting.project !== null)
        cpSync(join(HERE, setting.project), folder, { recursive: true });
      write(files);
      const plan = planOverrides(files, join(folder, setting.entry), [request]);
      expect(plan.outcome).toBe('edited');
      const watched = setting.target === 'mkshell' ? ['shell'] : [name, setting.bystander];
      const before = evaluate(setting, folder, watched);
      write(applyPlan(files, plan));
      const after = evaluate(setting, folder, watched);
      if (typeof after === 'string') throw new Error(after);
      const [was, is] = [
        typeof before === 'string' ? null : before[watched[0] ?? ''],
        after[watched[0] ?? ''],
      ];
      if (is === undefined) throw new Error('nothing evaluated');
      expect(kind.arrived(is), JSON.stringify(is)).toBe(true);
      if (was !== null && was !== undefined) expect(kind.arrived(was)).toBe(false);
      if (typeof before !== 'string' && watched.length > 1)
        expect(after[setting.bystander]?.derivation).toBe(before[setting.bystander]?.derivation);
      outcomes.set(row, typeof before === 'string' ? 'arrived¹' : 'arrived');
    },
    60_000,
  );

  it.each([
    ['poetry2nix', 'poetry', 'odd-pkg'],
    ['uv2nix', 'uv', 'odd-pkg'],
    ['pyproject-nix', 'pyproject-nix', 'markupsafe'],
    ['nixpkgs', null, 'markupsafe'],
    ['dream2nix', 'dream2nix', 'odd-pkg'],
    ['mkshell', null, null],
  ] as const)('a file made from nothing for %s evaluates', (target, project, name) => {
    const folder = mkdtempSync(join(scratch, 'new-'));
    if (project !== null) cpSync(join(HERE, project), folder, { recursive: true });
    const file = join(folder, 'default.nix');
    const request = overrideRequest({ target, package: name, buildInputs: ['zlib'] });
    const plan = planOverrides(new Map(), file, [request]);
    const text = (plan.outcome === 'edited' && plan.creates.get(file)) || '';
    expect(text).toContain('zlib');
    writeFileSync(file, withLocalSources(text));
    if (project === 'poetry') forget('rpds-py', join(folder, 'pyproject.toml'));
    const expression = `import ${HERE}/new-file.nix { sources = ${SOURCES ?? ''}; file = ${file}; }`;
    expect(runNix(expression)).toMatch(/^\/nix\/store\/.*\.drv$/);
  });

  it('the nixpkgs of pypi2nix has every library that its command names for imgapp', () => {
    const command = pypi2nixCommand(projectIn(IMGAPP, {}, { target: 'pypi2nix' }));
    const named = [...(command?.text ?? '').matchAll(/ -E (\S+)/g)].map(([, attr]) => attr);
    expect(named).toContain('openjpeg');
    const nixpkgs = `import ${SOURCES ?? ''}/nixpkgs-2019 { system = "x86_64-linux"; }`;
    const names = named.map((attr) => `pkgs.${attr}.name`).join(' ');
    expect(runNix(`let pkgs = ${nixpkgs}; in [ ${names} ]`)).toHaveLength(named.length);
  });

  it('is what the table says', async () => {
    await expect(outcomesPage(outcomes, SOURCES)).toMatchFileSnapshot(TABLE);
  });
});

function write(files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** The checkouts in place of what a new file fetches. */
function withLocalSources(text: string): string {
  return text
    .replace(
      /import \(fetchTarball "[^"]*\/dream2nix\/[^"]*"\)/,
      `import ${HERE}/dream2nix-flake.nix { sources = ${SOURCES ?? ''}; }`,
    )
    .replace(/^ *module$/m, `$& (import ${HERE}/dream2nix-lock.nix ./.)`)
    .replaceAll(
      /fetchTarball "https:\/\/github\.com\/[^/]+\/([^/]+)\/archive\/[^"]+"/g,
      (_whole, name: string) => join(SOURCES ?? '', name),
    );
}

/** Takes a dependency that poetry2nix cannot build out of a manifest. */
function forget(name: string, manifest: string): void {
  const lines = readFileSync(manifest, 'utf8').split('\n');
  writeFileSync(manifest, lines.filter((line) => !line.startsWith(name)).join('\n'));
}
