import { expect, it } from 'vitest';
import { ruleFiles, ruleFilesFile, rulesPage, rulesPageFile } from './rule-files.ts';

it('server/rules/rule-files.ts has every file with a rule', async () => {
  await expect(ruleFiles()).toMatchFileSnapshot(ruleFilesFile);
});

it('docs/rules/README.md is the table of the rules', async () => {
  await expect(await rulesPage()).toMatchFileSnapshot(rulesPageFile);
});
