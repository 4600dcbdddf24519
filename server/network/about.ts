import { readAbout, type About } from '../index/core-metadata.ts';
import type { IndexFile } from '../index/model.ts';
import { releaseOf, releasesOf } from '../index/releases.ts';
import { isSameHost, type NetworkAccess } from './access.ts';
import { hostOf } from './hosts.ts';

const MOST_BYTES = 2 ** 20;

/**
 * What a release says of itself in the metadata that its index serves beside a file (PEP 658); null where it does not,
 * or on a host that nobody has agreed to. Nobody is asked for that alone. Never throws.
 *
 * @param index the address that the files were read from
 */
export async function aboutOf(
  { defaultIndex, hosts, pages }: NetworkAccess,
  index: string,
  files: readonly IndexFile[],
  version: string,
): Promise<About | null> {
  const release = releaseOf(releasesOf({ files }), version);
  const file = release?.files.find(({ hasMetadata }) => hasMetadata);
  const host = file === undefined ? null : hostOf(file.url);
  if (file === undefined || host === null) return null;
  // The default index says itself where its files are.
  if (isSameHost(index, defaultIndex?.address ?? '')) hosts.agree(host);
  const answer = await pages.get(`${file.url}.metadata`, '*/*', MOST_BYTES);
  return answer.kind === 'page' ? readAbout(answer.page.text) : null;
}
