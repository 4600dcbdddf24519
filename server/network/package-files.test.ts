import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bytes, serve, type Route } from '../../test/support/index-server.ts';
import type { WantedFile } from '../inspect/wanted.ts';
import { openNetwork } from './access.ts';
import { fetchPackageFile, type FetchedPackageFile } from './package-files.ts';

/** Above what is fetched whole. */
const LARGE = Buffer.from(
  zipSync({
    'lamp/data.bin': [randomBytes(9_000_000), { level: 0 }],
    'lamp/__init__.py': Buffer.from('import ctypes\nctypes.CDLL("libpq.so.5")\n'),
  }),
);
const SMALL = Buffer.from(zipSync({ 'lamp/__init__.py': Buffer.from('') }));

async function fetched(
  route: Route,
  whole: Buffer,
  mostBytes = 50e6,
): Promise<{
  readonly found: FetchedPackageFile;
  readonly asked: readonly string[];
  readonly came: number;
}> {
  const name = 'lamp-1.0-cp312-cp312-manylinux_2_17_x86_64.whl';
  const server = await serve({ [`/${name}`]: route });
  const home = mkdtempSync(join(tmpdir(), 'package-files-'));
  const user = { environment: {}, platform: 'linux', home } as const;
  const access = openNetwork(user, '1', {
    indexHosts: [server.host],
    indexUrl: null,
    allowHosts: [],
  });
  onTestFinished(async () => {
    await access.close();
    rmSync(home, { recursive: true });
  });
  const file: WantedFile = {
    name: 'lamp',
    version: '1.0',
    source: 'wheel',
    file: name,
    sha256: createHash('sha256').update(whole).digest('hex'),
    url: `${server.address}/${name}`,
    index: null,
  };
  let came = 0;
  const found = await fetchPackageFile(access, file, {
    mostBytes,
    agrees: () => Promise.resolve(false),
    onProgress: (count) => (came = count),
  });
  return { found, asked: server.asked, came };
}

describe('a wheel', () => {
  it('that is large is read by parts, of which few are asked for', async () => {
    const { found, asked, came } = await fetched(bytes(LARGE), LARGE);
    expect(found).toMatchObject({ kind: 'ranges', wheel: { opens: [{ name: 'libpq.so.5' }] } });
    expect(asked.length).toBeLessThan(6);
    expect(came).toBeLessThan(500_000);
  });

  it('that is small is fetched whole, and held to its hash', async () => {
    expect((await fetched(bytes(SMALL), SMALL)).found).toMatchObject({ kind: 'whole' });
  });

  it('is fetched whole from who knows no ranges, and not above the size that is allowed', async () => {
    const whole: Route = (_, response) => response.end(LARGE);
    expect((await fetched(whole, LARGE)).found).toMatchObject({ kind: 'whole' });
    expect((await fetched(whole, LARGE, 1e6)).found).toMatchObject({ kind: 'too-large' });
  });

  it('whose parts are not those of a wheel is read as far as it can be', async () => {
    const noise = randomBytes(9_000_000);
    const { found } = await fetched(bytes(noise), noise);
    expect(found).toMatchObject({ kind: 'ranges', wheel: { problems: ['is no zip archive'] } });
  });
});
