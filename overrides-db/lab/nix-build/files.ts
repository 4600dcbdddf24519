import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseSdistFilename, parseWheelFilename } from '../../../server/python/tags.ts';
import { type Laboratory, runInside, workFolder } from '../laboratory.ts';
import { PIP } from '../requirements.ts';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import type { Case } from './cases.ts';
import { isWheel, type LockedFile } from './project.ts';

/** The file of the case, found in the folders, and the wheels that importing it takes as well. */
export async function filesOf(
  lab: Laboratory,
  folders: readonly string[],
  { name, version, distribution, with: others = [] }: Case,
): Promise<[LockedFile, ...LockedFile[]]> {
  const found = folders
    .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
    .flatMap(lockedFile)
    .find(
      (one) =>
        one.name === name &&
        one.version === version &&
        isWheel(one.file) === (distribution === 'wheel'),
    );
  if (found === undefined)
    throw new Error(`no ${distribution} of ${name} ${version} in the folders of --files`);
  return [found, ...(await wheels(lab, others))];
}

/** The wheels of these, `name==version` each, downloaded once. */
async function wheels(lab: Laboratory, pins: readonly string[]): Promise<LockedFile[]> {
  const folder = join(lab.folder, 'files');
  const have = (): LockedFile[] =>
    readdirSync(folder)
      .map((file) => join(folder, file))
      .filter(isWheel)
      .flatMap(lockedFile);
  const missing = pins.filter(
    (pin) => !have().some((one) => `${one.name}==${one.version}` === pin),
  );
  if (missing.length > 0) await download(lab, missing, folder);
  return pins.flatMap((pin) =>
    have()
      .filter((one) => `${one.name}==${one.version}` === pin)
      .slice(0, 1),
  );
}

async function download(lab: Laboratory, pins: readonly string[], folder: string): Promise<void> {
  const work = workFolder(lab);
  const { status, output } = await runInside(lab, {
    network: 'online',
    layers: [],
    folder: work,
    seconds: 900,
    command: [
      ...PIP,
      'download',
      '--quiet',
      '--no-deps',
      '--only-binary=:all:',
      '--dest',
      '/lab/wheels',
      ...pins,
    ],
  });
  if (status !== 0) throw new Error(output);
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(join(work, 'wheels')))
    if (!existsSync(join(folder, file)))
      copyFileSync(join(work, 'wheels', file), join(folder, file));
  rmSync(work, { recursive: true, force: true });
}

function lockedFile(file: string): LockedFile[] {
  const base = file.slice(file.lastIndexOf('/') + 1);
  const parsed = isWheel(base) ? parseWheelFilename(base) : parseSdistFilename(base);
  return parsed === null ? [] : [{ name: parsed.name, version: parsed.version.text, file }];
}
