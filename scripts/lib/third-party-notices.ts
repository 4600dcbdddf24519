import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The text of `THIRD-PARTY-NOTICES.txt`: name, version, licence and licence text of every package
 * that a module of the bundle comes from. Throws if a package carries no licence text, because its
 * terms could then not be kept.
 */
export async function thirdPartyNotices(
  moduleIds: readonly string[],
  repositoryRoot: string,
): Promise<string> {
  const folders = new Set(
    moduleIds.map(packageFolder).filter((folder): folder is string => folder !== null),
  );
  const notices = await Promise.all([...folders].map(readNotice));
  const unique = new Map(notices.map((notice) => [notice.heading, notice]));
  const sections = [...unique.values()]
    .toSorted((a, b) => (a.heading < b.heading ? -1 : 1))
    .map(
      ({ heading, licence }) => `${heading}\n${'-'.repeat(heading.length)}\n${licence.trim()}\n`,
    );
  const { name } = JSON.parse(await readFile(join(repositoryRoot, 'package.json'), 'utf8')) as {
    name: string;
  };
  return [`${name} bundles the following packages.\n`, ...sections].join('\n');
}

/** `/x/node_modules/@a/b/c.js` → `/x/node_modules/@a/b`; null for a module of no package. */
function packageFolder(moduleId: string): string | null {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(moduleId.replaceAll('\\', '/'))?.[0] ?? null;
}

async function readNotice(folder: string): Promise<{ heading: string; licence: string }> {
  const { name, version, license } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  ) as { name: string; version: string; license?: string };
  const file = (await readdir(folder)).find((entry) =>
    /^(?:licen[cs]e|copying)(?:\.(?:md|txt))?$/i.test(entry),
  );
  if (file === undefined) throw new Error(`${name} ${version} carries no licence text`);
  const licence = await readFile(join(folder, file), 'utf8');
  return { heading: `${name} ${version} (${license ?? 'see below'})`, licence };
}
