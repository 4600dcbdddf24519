/**
 * Prints what CHANGELOG.md says of the version of a tag, and fails where the tag is not that of
 * package.json, where the changelog has nothing to say of it, or where something is still unreleased.
 * `npx tsx scripts/release-notes.ts v1.2.3`
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { changesOf } from './lib/changelog.ts';
import { readPackageJson, repositoryRoot } from './lib/repository.ts';

const [tag = ''] = process.argv.slice(2);
const { version } = await readPackageJson();
const changelog = await readFile(join(repositoryRoot, 'CHANGELOG.md'), 'utf8');
const changes = changesOf(changelog, version);

if (tag !== `v${version}`) fail(`the tag is ${JSON.stringify(tag)}, and the version ${version}`);
else if (changesOf(changelog, 'Unreleased') !== null) fail('CHANGELOG.md has unreleased changes');
else if (changes === null) fail(`CHANGELOG.md has nothing to say of ${version}`);
else console.log(changes);

function fail(why: string): void {
  console.error(why);
  process.exitCode = 1;
}
