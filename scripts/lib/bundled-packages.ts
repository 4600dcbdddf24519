import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** A package that modules of a bundle come from. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** As its `package.json` states it, an SPDX expression; null where it states none. */
  readonly license: string | null;
  /** The text of its licence file. */
  readonly licenceText: string;
  /** Its key in `package-lock.json`: `node_modules/a`. */
  readonly path: string;
}

/**
 * The packages that the modules of a bundle come from, by name and version. Throws if one carries no
 * licence text, because its terms could then not be kept.
 */
export async function bundledPackages(
  moduleIds: readonly string[],
): Promise<readonly BundledPackage[]> {
  const folders = new Set(moduleIds.map(packageFolder).filter((folder) => folder !== null));
  const packages = await Promise.all([...folders].map(readPackage));
  const unique = new Map(packages.map((each) => [keyOf(each), each]));
  return [...unique.values()].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf({ name, version }: BundledPackage): string {
  return `${name} ${version}`;
}

/** `/x/node_modules/@a/b/c.js` → `/x/node_modules/@a/b`; null for a module of no package. */
function packageFolder(moduleId: string): string | null {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(moduleId.replaceAll('\\', '/'))?.[0] ?? null;
}

async function readPackage(folder: string): Promise<BundledPackage> {
  const { name, version, license } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  ) as { name: string; version: string; license?: string };
  const file = (await readdir(folder)).find((entry) =>
    /^(?:licen[cs]e|copying)(?:\.(?:md|txt))?$/i.test(entry),
  );
  if (file === undefined) throw new Error(`${name} ${version} carries no licence text`);
  const licenceText = await readFile(join(folder, file), 'utf8');
  const path = folder.slice(folder.indexOf('node_modules/'));
  return { name, version, license: license ?? null, licenceText, path };
}
