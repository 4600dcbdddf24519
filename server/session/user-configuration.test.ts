import { expect, it } from 'vitest';
import { MemoryFileSystem } from '../../test/support/memory-file-system.ts';
import { readUserConfiguration } from './user-configuration.ts';

const FILE = '/h/.config/pyproject-nix-ls/config.toml';

function read(text: string | null) {
  const disk = new MemoryFileSystem(text === null ? {} : { [FILE]: text });
  return readUserConfiguration(disk, { environment: {}, platform: 'linux', home: '/h' });
}

it('takes absolute paths and those below the home', () => {
  expect(read('allow-roots = ["/srv/nix", "~/overlays"]\n')).toEqual({
    allowRoots: ['/srv/nix', '/h/overlays'],
    problems: [],
  });
  expect(read(null)).toEqual({ allowRoots: [], problems: [] });
});

it('says what is wrong, and allows nothing by it', () => {
  const list = `allow-roots in ${FILE} must be a list of absolute paths, or such with ~.`;
  expect(read('allow-roots = ["../.."]\n')).toEqual({ allowRoots: [], problems: [list] });
  expect(read('allow-roots = "/"\n')).toEqual({ allowRoots: [], problems: [list] });
  expect(read('allow-root = ["/"]\n')).toEqual({
    allowRoots: [],
    problems: [`${FILE} has the unknown key "allow-root".`],
  });
  expect(read('allow-roots = ["/"\n').allowRoots).toEqual([]);
});

it('has none of a user who has no home', () => {
  const disk = new MemoryFileSystem({ [`/r${FILE}`]: 'allow-roots = ["/"]\n' });
  const place = { environment: {}, platform: 'linux', home: null } as const;
  expect(readUserConfiguration(disk, place)).toEqual({ allowRoots: [], problems: [] });
});
