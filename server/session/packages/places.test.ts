import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sdistOf } from '../../artifacts/testing.ts';
import type { WantedFile } from '../../inspect/wanted.ts';
import type { UserPlace } from '../user-folders.ts';
import { LocalPackageFiles } from './package-files.ts';
import { readLocal } from './read-local.ts';

const BYTES = Buffer.from(sdistOf({ 'setup.py': 'from setuptools import setup\nsetup()\n' }));
const SHA256 = createHash('sha256').update(BYTES).digest('hex');
const URL = 'https://files.example.org/lamp-1.0.tar.gz';
const WANTED: WantedFile = {
  name: 'lamp',
  version: '1.0',
  source: 'sdist',
  file: 'lamp-1.0.tar.gz',
  sha256: SHA256,
  url: URL,
  index: null,
};

const home = mkdtempSync(join(tmpdir(), 'places-'));
afterAll(() => rmSync(home, { recursive: true }));
const user: UserPlace = { environment: {}, platform: 'linux', home };

function write(path: string, content: string | Buffer): void {
  const file = join(home, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function find(wanted: WantedFile = WANTED, folders: readonly string[] = []): string | null {
  const found = new LocalPackageFiles(user).find(wanted, folders);
  return found === null ? null : `${found.kind}: ${found.where}`;
}

describe('the file of a package', () => {
  it('is nowhere on a machine that has none', () => {
    expect(find()).toBeNull();
  });

  it("is found unpacked in uv's cache, by the hash that it noted", () => {
    write('.cache/uv/sdists-v9/pypi/lamp/1.0/revision.http', `\u0092abc123Sha256@${SHA256}${URL}`);
    write('.cache/uv/sdists-v9/pypi/lamp/1.0/abc123/src/pyproject.toml', '[build-system]\n');
    expect(find()).toBe("unpacked: uv's cache, which has it unpacked");
    expect(find({ ...WANTED, sha256: 'a'.repeat(64) })).toBeNull();
    expect(find({ ...WANTED, sha256: null })).toBeNull();
  });

  it("is found in Poetry's cache, by its name and hash", () => {
    write('.cache/pypoetry/artifacts/ab/cd/ef/0123/lamp-1.0.tar.gz', BYTES);
    expect(find()).toBe("whole: Poetry's cache");
    expect(find({ ...WANTED, sha256: 'a'.repeat(64) })).toBeNull();
  });

  it("is found in pip's, by its address", () => {
    const key = createHash('sha224').update(URL).digest('hex');
    write(`.cache/pip/http-v2/${key.slice(0, 5).split('').join('/')}/${key}.body`, BYTES);
    expect(find()).toBe("whole: pip's cache");
    expect(find({ ...WANTED, url: null })).toBe("whole: Poetry's cache");
  });

  it('is taken from a folder that is named before all, if it is the one', () => {
    write('given/deep/lamp-1.0.tar.gz', BYTES);
    const folder = join(home, 'given');
    expect(find(WANTED, [folder])).toBe(`whole: ${folder}`);
    write('given/deep/lamp-1.0.tar.gz', 'another');
    expect(find(WANTED, [folder])).toBe("whole: pip's cache");
  });

  it('is not looked for through links, nor in what is no file', () => {
    const circle = join(home, 'circle');
    mkdirSync(circle);
    symlinkSync(circle, join(circle, 'again'));
    mkdirSync(join(circle, 'lamp-1.0.tar.gz'));
    expect(find({ ...WANTED, url: null, sha256: 'a'.repeat(64) }, [circle])).toBeNull();
  });

  it('is found as a wheel that uv has unpacked, by the hash that it noted', () => {
    const wheel: WantedFile = {
      ...WANTED,
      source: 'wheel',
      url: null,
      file: 'Lamp-1.0-cp312-cp312-linux_x86_64.whl',
    };
    const noted = `\u0095Xy-z_1${SHA256}`;
    write('.cache/uv/wheels-v9/pypi/lamp/1.0-cp312-cp312-linux_x86_64.http', noted);
    write(
      '.cache/uv/archive-v0/Xy-z_1/lamp/__init__.py',
      'import ctypes\nctypes.CDLL("libpq.so.5")\n',
    );
    write('.cache/uv/archive-v0/other/lamp/__init__.py', '');
    expect(find(wheel)).toBe("unpacked-wheel: uv's cache, which has it unpacked");
    const { inspected } = readLocal([wheel], new LocalPackageFiles(user), []);
    expect(inspected).toMatchObject([
      { isChecked: false, reading: { evidence: [{ kind: 'opens', name: 'libpq.so.5' }] } },
    ]);
    expect(find({ ...wheel, sha256: 'a'.repeat(64) })).toBeNull();
  });
});

describe('the commit of a repository', () => {
  const id = 'e40defce9adeda370e71cb7bf83105127f3b0a49';
  const of = (folder = '', commit = id): WantedFile => ({
    ...WANTED,
    sha256: null,
    url: null,
    commit: { id: commit, folder },
  });

  it('is found in the checkout that uv has whole', () => {
    write('.cache/uv/git-v0/checkouts/f743f6/e40defc/.git/HEAD', `${id}\n`);
    write('.cache/uv/git-v0/checkouts/f743f6/e40defc/lib/setup.py', '');
    expect(find(of())).toBeNull();
    write('.cache/uv/git-v0/checkouts/f743f6/e40defc.ok', '');
    expect(find(of())).toBe("unpacked: uv's checkout of it");
    expect(find(of('lib'))).toBe("unpacked: uv's checkout of it");
    expect(find(of('../..'))).toBeNull();
    expect(find(of('', `f${id.slice(1)}`))).toBeNull();
  });

  it("is found in Poetry's, which says itself what it is of", () => {
    const other = 'a'.repeat(40);
    write('.cache/pypoetry/src/lamp/.git/HEAD', 'ref: refs/heads/main\n');
    write('.cache/pypoetry/src/lamp/.git/refs/heads/main', `${other}\n`);
    write('.cache/pypoetry/src/lamp/setup.py', '');
    expect(find(of('', other))).toBe("unpacked: Poetry's checkout of it");
    expect(find(of('', 'b'.repeat(40)))).toBeNull();
  });
});
