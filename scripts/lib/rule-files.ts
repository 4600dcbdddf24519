import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inOrder, TOPICS, type Rule } from '../../server/rules/model.ts';
import { repositoryRoot } from './repository.ts';

const FOLDER = join(repositoryRoot, 'server/rules');

/** The file that `ruleFiles` keeps up to date. */
export const ruleFilesFile: string = join(FOLDER, 'rule-files.ts');

/** The page that `rulesPage` keeps up to date. */
export const rulesPageFile: string = join(repositoryRoot, 'docs/rules/README.md');

/** What a file of `server/rules/` exports that is a rule, or some. */
const EXPORTED = /^export const (\w+): (?:readonly )?Rule(?:\[\])? =/m;

/** The text of `server/rules/rule-files.ts`: every file there that exports rules, in the order of the alphabet. */
export function ruleFiles(): string {
  const found = exports();
  return [
    '// Written by `npm run test:update`.',
    ...found.map(({ name, exported }) => `import { ${exported} } from './${name}';`),
    "import type { Rule } from './model.ts';",
    '',
    '/** What each file of this folder exports that has rules. */',
    'export const ruleFiles: readonly (Rule | readonly Rule[])[] = [',
    ...found.map(({ exported }) => `  ${exported},`),
    '];',
    '',
  ].join('\n');
}

interface RuleExport {
  /** Of the file. */
  readonly name: string;
  readonly exported: string;
}

function exports(): readonly RuleExport[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'registry.ts')
    .toSorted()
    .flatMap((name) => {
      const exported = EXPORTED.exec(readFileSync(join(FOLDER, name), 'utf8'))?.[1];
      return exported === undefined ? [] : [{ name, exported }];
    });
}

/** The text of `docs/rules/README.md`: of the files as they are, whether or not they are registered yet. */
export async function rulesPage(): Promise<string> {
  const found: (Rule | readonly Rule[])[] = [];
  for (const { name, exported } of exports()) {
    const module: Record<string, Rule | readonly Rule[]> = await import(join(FOLDER, name));
    found.push(module[exported] ?? []);
  }
  const rules = inOrder(found.flat());
  const sections = Object.entries(TOPICS).map(([about, title]) =>
    section(
      title,
      rules.filter((rule) => rule.about === about),
    ),
  );
  return [INTRODUCTION, ...sections, BEFORE_A_PROJECT].join('\n\n').concat('\n');
}

const INTRODUCTION = `# Rules

Every diagnostic has a code. Its severity can be set in \`[tool.pyproject-nix-ls.severity]\` (see [settings](../settings.md)); a comment \`# pyproject-nix-ls: ignore[code]\` at the end of a line, or alone on the line above, silences it there.`;

const BEFORE_A_PROJECT = `## Before there is a project

What is found before there is a project to check has codes too, always at the same severity: [file-too-large](file-too-large.md), [unreadable-file](unreadable-file.md) and [invalid-setting](invalid-setting.md).`;

function section(title: string, some: readonly Rule[]): string {
  const rows = some.map(({ id, defaultSeverity, summary }) => [
    `[${id}](${id}.md)`,
    defaultSeverity,
    summary,
  ]);
  return `## ${title}\n\n${table([['code', 'severity', 'what it says'], ...rows])}`;
}

/** A table of Markdown, its columns as wide as their widest cell. */
function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [head, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('\n');
}
