import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundledPackages } from './bundled-packages.ts';
import { sbom, type PackageLock, type Subject } from './sbom.ts';
import { thirdPartyNotices } from './third-party-notices.ts';

/** Writes the notices and the bill of materials of a bundle of these modules into the folder that it is in. */
export async function tellWhatIsBundled(
  moduleIds: readonly string[],
  folder: string,
  { subject, lock }: { readonly subject: string; readonly lock: string },
): Promise<void> {
  const packages = await bundledPackages(moduleIds);
  const named = JSON.parse(await readFile(subject, 'utf8')) as Subject;
  const installed = JSON.parse(await readFile(lock, 'utf8')) as PackageLock;
  await writeFile(join(folder, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(named.name, packages));
  await writeFile(join(folder, 'sbom.cdx.json'), sbom(named, packages, installed));
}
