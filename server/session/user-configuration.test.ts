import { expect, it } from 'vitest';
import { MemoryFileSystem } from '../../test/support/memory-file-system.ts';
import { readUserConfiguration } from './user-configuration.ts';

const FILE = '/h/.config/pyproject-nix-ls/config.toml';

const NOTHING = {
  allowRoots: [],
  network: 'off',
  indexHosts: [],
  vulnerabilities: null,
  problems: [],
};

function read(text: string | null) {
  const disk = new MemoryFileSystem(text === null ? {} : { [FILE]: text });
  return readUserConfiguration(disk, { environment: {}, platform: 'linux', home: '/h' });
}

it('takes absolute paths and those below the home', () => {
  expect(read('allow-roots = ["/srv/nix", "~/overlays"]\n')).toEqual({
    ...NOTHING,
    allowRoots: ['/srv/nix', '/h/overlays'],
  });
  expect(read(null)).toEqual(NOTHING);
});

it('says what is wrong, and allows nothing by it', () => {
  const list = `allow-roots in ${FILE} must be a list of absolute paths, or such with ~.`;
  expect(read('allow-roots = ["../.."]\n')).toEqual({ ...NOTHING, problems: [list] });
  expect(read('allow-roots = "/"\n')).toEqual({ ...NOTHING, problems: [list] });
  expect(read('allow-root = ["/"]\n')).toEqual({
    ...NOTHING,
    problems: [`${FILE} has the unknown key "allow-root".`],
  });
  expect(read('allow-roots = ["/"\n').allowRoots).toEqual([]);
});

it('has none of a user who has no home', () => {
  const disk = new MemoryFileSystem({ [`/r${FILE}`]: 'allow-roots = ["/"]\n' });
  const place = { environment: {}, platform: 'linux', home: null } as const;
  expect(readUserConfiguration(disk, place)).toEqual(NOTHING);
});

it('takes what the network may be used for, and hosts that may be asked', () => {
  expect(read('network = "files"\nindex-hosts = ["index.example.org", "[::1]:3141"]\n')).toEqual({
    ...NOTHING,
    network: 'files',
    indexHosts: ['index.example.org', '[::1]:3141'],
  });
  const wrong = read('network = "on"\nindex-hosts = ["https://index.example.org/simple"]\n');
  expect(wrong).toEqual({
    ...NOTHING,
    problems: [
      `index-hosts in ${FILE} must be a list of hosts, such as "index.example.org".`,
      `network in ${FILE} must be one of off, files, index.`,
    ],
  });
});

function known(value: string) {
  return read(`vulnerabilities = ${value}\n`);
}

it('takes what knows of vulnerabilities: a path of its own, or the address of a service', () => {
  expect(known('"~/osv/all.zip"')).toEqual({
    ...NOTHING,
    vulnerabilities: { kind: 'database', path: '/h/osv/all.zip' },
  });
  expect(known('"https://osv.example.org"')).toEqual({
    ...NOTHING,
    vulnerabilities: { kind: 'service', address: 'https://osv.example.org' },
  });
  const problem = `vulnerabilities in ${FILE} must be an absolute path, or one with ~, or the address of a service.`;
  for (const value of ['"osv.json"', 'true', '"https://"'])
    expect(known(value)).toEqual({ ...NOTHING, problems: [problem] });
});
