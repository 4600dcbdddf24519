import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isIn } from './boundary.ts';
import { roleOf, rootOf } from './file-roles.ts';
import { posixPaths, windowsPaths } from './native-paths.ts';

describe('paths on Windows', () => {
  it.each([
    ['C:\\p\\a', '/C:/p/a'],
    ['c:\\p\\a', '/C:/p/a'],
    ['C:/p/a/', '/C:/p/a'],
    ['C:\\p\\.\\x\\..\\a', '/C:/p/a'],
    ['C:\\', '/C:'],
    ['\\\\server\\share\\p', '/server/share/p'],
    ['//server/share/p', '/server/share/p'],
    ['\\\\?\\C:\\p\\a', '/C:/p/a'],
    ['\\\\?\\UNC\\server\\share\\p', '/server/share/p'],
  ])('are taken in: %s', (native, path) => {
    expect(windowsPaths.inner(native)).toBe(path);
  });

  it.each([
    ['/C:/p/a', 'C:\\p\\a'],
    ['/C:', 'C:\\'],
    ['/server/share/p', '\\\\server\\share\\p'],
  ])('are given out, and are what they were when they come back: %s', (path, native) => {
    expect(windowsPaths.native(path)).toBe(native);
    expect(windowsPaths.inner(native)).toBe(path);
    expect(windowsPaths.slashed(path)).toBe(native.replaceAll('\\', '/'));
  });

  it.each([
    ['file:///c%3A/p/pyproject.toml', '/C:/p/pyproject.toml'],
    ['file:///C:/p/pyproject.toml', '/C:/p/pyproject.toml'],
    ['file:///C:/p/', '/C:/p'],
    ['file:///C:/', '/C:'],
    ['file:///c:/a%20b/%70yproject.toml', '/C:/a b/pyproject.toml'],
    ['file://server/share/uv.lock', '/server/share/uv.lock'],
    ['file:///no/drive', null],
    ['file:///C:/p%2Fa', null],
    ['file:///C:/p%5Ca', null],
    ['file:///C:/p%zz', null],
    ['untitled:Untitled-1', null],
  ])('are read from URIs: %s', (uri, path) => {
    expect(windowsPaths.ofUri(uri)).toBe(path);
  });

  it.each([
    ['/C:/a b/#.toml', 'file:///C:/a%20b/%23.toml'],
    ['/server/share/uv.lock', 'file://server/share/uv.lock'],
  ])('are written as URIs: %s', (path, uri) => {
    expect(windowsPaths.uriOf(path)).toBe(uri);
    expect(windowsPaths.ofUri(uri)).toBe(path);
  });

  it.each([
    ['/C:/p', 'a\\b', '/C:/p/a/b'],
    ['/C:/p', 'a/b', '/C:/p/a/b'],
    ['/C:/p', '..', '/C:'],
    ['/C:/p', 'D:\\x', '/D:/x'],
    ['/C:/p', '\\x', '/C:/x'],
    ['/C:/p', '\\\\server\\share\\x', '/server/share/x'],
    ['/server/share/p', '..\\q', '/server/share/q'],
  ])('are resolved as the system does: %s and %s', (cwd, given, path) => {
    expect(windowsPaths.resolve(cwd, given)).toBe(path);
  });

  it('are files of projects, each in its folder', () => {
    const manifest = windowsPaths.inner('C:\\code\\app\\pyproject.toml');
    expect(roleOf(manifest)).toBe('manifest');
    expect(rootOf(manifest)).toBe('/C:/code/app');
    expect(rootOf(windowsPaths.inner('C:\\requirements\\dev.txt'))).toBe('/C:');
    expect(isIn(manifest, '/C:/code')).toBe(true);
    expect(isIn(manifest, '/C:')).toBe(true);
    expect(isIn(manifest, '/D:')).toBe(false);
    expect(isIn(windowsPaths.inner('C:\\code2\\x'), '/C:/code')).toBe(false);
  });

  it('do not leave their folder by what a file includes', () => {
    const folder = windowsPaths.inner('C:\\code\\app');
    for (const included of ['..\\..\\..\\..\\x', '../../../../Windows/x'])
      expect(
        windowsPaths.native(posix.resolve(folder, included.replaceAll('\\', '/'))),
      ).not.toMatch(/\.\./);
    expect(isIn(posix.resolve(folder, '../x'), folder)).toBe(false);
  });
});

describe('the parts of the server', () => {
  /** They speak to the system itself. */
  const NATIVE =
    /^(?:session\/(?:native-paths|user-folders|user-configuration|vulnerability-database|writing\/[\w-]+)|session\/packages\/[\w-]+|network\/[\w-]+)\.ts$/;

  it('reckon with paths of ours alone', () => {
    const server = join(import.meta.dirname, '..');
    const files = readdirSync(server, { recursive: true, encoding: 'utf8' })
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => name.endsWith('.ts') && !/testing|\.test\.ts$/.test(name));
    const importing = files.filter((name) =>
      /import (?!\{ posix \})[^;]* from 'node:path(?:\/win32)?';/.test(
        readFileSync(join(server, name), 'utf8'),
      ),
    );
    expect(importing.filter((name) => !NATIVE.test(name))).toEqual([]);
    expect(importing).toContain('session/native-paths.ts');
  });
});

describe('paths elsewhere', () => {
  it.each(['/p/a', '/', '/p/C:\\x', '/server/share'])('are what they are: %s', (path) => {
    expect(posixPaths.inner(path)).toBe(path);
    expect(posixPaths.native(path)).toBe(path);
  });

  it.each([
    ['file:///p/%70yproject.toml', '/p/pyproject.toml'],
    ['file:///p/', '/p'],
    ['file:///c%3A/p', '/c:/p'],
    ['file://host/p', null],
    ['file:///p%2Fa', null],
    ['', null],
  ])('are read from URIs: %s', (uri, path) => {
    expect(posixPaths.ofUri(uri)).toBe(path);
  });
});
