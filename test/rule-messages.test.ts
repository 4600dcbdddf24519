import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundledKnowledge } from '../overrides-db/testing.ts';
import { notesOf } from '../server/build-log/notes.ts';
import { LogReader } from '../server/build-log/read.ts';
import { reportOf } from '../server/build-log/report.ts';
import { nodeFileSystem } from '../server/session/node-file-system.ts';
import { Session } from '../server/session/session.ts';
import { SourceText } from '../server/text.ts';
import { runCli } from './support/cli.ts';
import { MemoryFileSystem } from './support/memory-file-system.ts';
import type { RuleSample } from './support/rule-samples/model.ts';
import { manifestSamples } from './support/rule-samples/manifests.ts';
import { nixSamples } from './support/rule-samples/nix-files.ts';

/*
 * Each rule's page shows what `check` prints of a small project. `npm run test:update` writes the
 * block anew: read the difference.
 */
const FOLDER = join(import.meta.dirname, '../docs/rules');
const HEADING = '## Message';

/** What only an index or a database tells: `cli/updates.test.ts` holds their pages. */
const ELSEWHERE = ['known-vulnerability', 'outdated-version', 'yanked-version'];

/** What is told of a log alone. */
const LOG = [
  'python3.12-python-ldap> Running phase: buildPhase',
  'python3.12-python-ldap> Modules/common.h:15:10: fatal error: lber.h: No such file or directory',
  "error: builder for '/nix/store/0123456789abcdfghijklmnpqrsvwxyz-python3.12-python-ldap-3.4.4.drv' failed with exit code 1;",
].join('\n');

const knowledge = bundledKnowledge();
const samples = new Map(Object.entries({ ...manifestSamples, ...nixSamples }));
const codes = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.md') && name !== 'README.md')
  .map((name) => name.slice(0, -'.md'.length));

describe.each(codes.filter((code) => !ELSEWHERE.includes(code)))('%s', (code) => {
  it('is shown as it is printed', async () => {
    const line = printed(code);
    expect(line).not.toBeNull();
    const file = join(FOLDER, `${code}.md`);
    await expect(withMessage(readFileSync(file, 'utf8'), line ?? '')).toMatchFileSnapshot(file);
  });
});

it('has no sample of a rule that there is not', () => {
  expect([...samples.keys()].filter((code) => !codes.includes(code))).toEqual([]);
});

/** The line of the rule, or null where it finds nothing in its sample. */
function printed(code: string): string | null {
  const lines = code === 'failed-build' ? toldOfLog() : checked(samples.get(code) ?? {});
  return lines.find((line) => line.includes(`[${code}]`)) ?? null;
}

/** What `check` prints of the files, on the disk: how large they may be is looked at there. */
function checked(sample: RuleSample): readonly string[] {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rule-messages-')));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [file, text] of Object.entries({ '.git/HEAD': '', ...sample })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const { out, err } = runCli(nodeFileSystem, ['check'], { cwd: folder, knowledge });
  return (out + err).replaceAll(folder, '/project').split('\n');
}

/** What the server says of a log that it was given, in the form of `check`. */
function toldOfLog(): readonly string[] {
  const files = Object.entries(samples.get('failed-build') ?? {});
  const texts = Object.fromEntries(files.map(([file, text]) => [join('/project', file), text]));
  const session = new Session(new MemoryFileSystem(texts), knowledge);
  const { project } = session.project('/project/pyproject.toml');
  if (project === null) return [];
  const reader = new LogReader();
  reader.push(LOG);
  const report = reportOf(reader.finish(), project, knowledge, 'poetry2nix');
  session.noteBuild(project, notesOf(report, project.input.nixFiles));
  return session
    .project('/project/pyproject.toml')
    .findings()
    .map(({ file, span, severity, code, message }) => {
      const { line, character } = new SourceText(texts[file] ?? '').positionAt(span.start);
      return `${basename(file)}:${line + 1}:${character + 1}: ${severity}[${code}] ${message}`;
    });
}

/** The page with the message behind the line of the severity. */
function withMessage(page: string, line: string): string {
  const section = `${HEADING}\n\n\`\`\`text\n${line}\n\`\`\`\n\n`;
  const old = new RegExp(`^${HEADING}\n\n\`\`\`text\n[^\n]*\n\`\`\`\n\n`, 'm');
  if (old.test(page)) return page.replace(old, () => section);
  const end = page.indexOf('\n## ');
  if (end === -1) return `${page}\n${section.trimEnd()}\n`;
  return `${page.slice(0, end + 1)}${section}${page.slice(end + 1)}`;
}
