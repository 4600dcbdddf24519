import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository, without a trailing slash. */
export const repositoryRoot: string = fileURLToPath(new URL('../..', import.meta.url)).replace(
  /\/$/,
  '',
);

export interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly homepage: string;
  readonly scripts: Readonly<Record<string, string>>;
}

/** The repository's own `package.json`. */
export async function readPackageJson(): Promise<PackageJson> {
  const text = await readFile(join(repositoryRoot, 'package.json'), 'utf8');
  return JSON.parse(text) as PackageJson;
}
