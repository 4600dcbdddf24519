import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nixInstantiate } from '../../support/nix.ts';
import { builtSection } from '../../../overrides-db/lab/nix-build/page.ts';
import { ROWS, type Row } from './rows.ts';
import { SETTINGS } from './settings.ts';

/** The page of what became of every row, evaluated with the checkouts in a folder. */
export function outcomesPage(outcomes: ReadonlyMap<Row, string>, sources: string | null): string {
  const targets = [...new Set(SETTINGS.map(({ target }) => target))];
  return `# Evaluated overrides

Every cell was planned into a file of that kind, and the file evaluated with real Nix before and after. ‘arrived’:
what was asked for is in the package's derivation (or the shell) and was not before, and a package beside it kept its
derivation. ‘arrived¹’: the same, where before the package did not evaluate at all (poetry2nix' own override of it uses
\`fetchCargoTarball\`, which nixpkgs removed; its dependencies are a cycle; it was not there).
\`test/evaluated-overrides.test.ts\` runs them and writes this page.

${versions(sources)}
corepkgs is a small nixpkgs. What it lacks stands in as empty derivations: libpq, postgresql, the manylinux libraries,
and \`mkShell\` as a plain derivation. It does not take \`pythonPackagesExtensions\`: the list was composed and given to
the interpreter as nixpkgs does it. dream2nix gives sdists no \`format\`, for which nixpkgs of 2026 throws: the samples
set one. For the target nixpkgs, packages that corepkgs has stand in for the samples' own. pypi2nix was evaluated on a
nixpkgs of April 2019 (d260277), with a package set that does what its \`requirements.nix\` does.

The files that are made where there is none (poetry2nix, uv2nix, pyproject-nix, nixpkgs, dream2nix, mkshell) evaluate to a derivation
too, with checkouts in place of what they fetch.

What is written for devenv was evaluated with its module for Python (src/modules/languages/python at 5844e78) and stand-ins
for the options of others: the packages, the libraries and the variable arrived (\`test/nix-edits/devenv-*\`).
${targets.map((target) => matrix(target, outcomes)).join('')}
${builtSection()}`;
}

function matrix(target: string, outcomes: ReadonlyMap<Row, string>): string {
  const rows = ROWS.filter(({ setting }) => setting.target === target);
  const settings = [...new Set(rows.map(({ setting }) => setting))];
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const body = kinds.map((kind) => [
    kind.name,
    ...settings.map((setting) => {
      const row = rows.find((one) => one.setting === setting && one.kind === kind);
      return (row && outcomes.get(row)) ?? 'failed';
    }),
  ]);
  return `\n## ${target}\n\n${padded([['what is asked for', ...settings.map(({ name }) => name)], ...body])}`;
}

/** A Markdown table, its columns padded as the formatter pads them. */
function padded(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  const [head = [], ...body] = rows;
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map(line).join('');
}

function versions(sources: string | null): string {
  if (sources === null || nixInstantiate === null) return '';
  const nix = execFileSync(nixInstantiate, ['--version'], { encoding: 'utf8' }).trim();
  const names = [
    'poetry2nix',
    'uv2nix',
    'pyproject.nix',
    'build-system-pkgs',
    'dream2nix',
    'corepkgs',
  ];
  const lines = names.map((name) => {
    const folder = join(sources, name);
    if (!existsSync(join(folder, '.git'))) return `- ${name}`;
    const revision = execFileSync('git', ['-C', folder, 'log', '-1', '--format=%h of %cs'], {
      encoding: 'utf8',
    }).trim();
    return `- ${name} ${revision}`;
  });
  return `- ${nix}\n${lines.join('\n')}\n`;
}
