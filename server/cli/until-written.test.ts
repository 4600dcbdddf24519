import { describe, expect, it } from 'vitest';
import { runCli } from '../../test/support/cli.ts';
import { fixtureFiles, NIX } from '../../test/support/fixture-project.ts';
import type { MemoryFileSystem } from '../../test/support/memory-file-system.ts';
import type { FileSystem } from '../session/file-system.ts';

const LOG = [
  'printing> cupsmodule.c:1:10: fatal error: cups/http.h: No such file or directory',
  "error: builder for '/nix/store/0123456789abcdfghijklmnpqrsvwxyz-python3.11-printing-2.0.1.drv' failed with exit code 1",
  '',
].join('\n');

/** A disk on which somebody saves a line of the Nix file after each of its first `times` reads. */
function busy(disk: MemoryFileSystem, times: number): FileSystem {
  let saved = 0;
  return {
    read(file) {
      const read = disk.read(file);
      if (file === NIX && saved < times)
        disk.write(NIX, `# saved ${(saved += 1)}\n${disk.text(NIX)}`);
      return read;
    },
    bytes: (file) => disk.bytes(file),
    stamp: (path) => disk.stamp(path),
    kind: (path) => disk.kind(path),
    list: (path) => disk.list(path),
    link: (path) => disk.link(path),
    real: (path) => disk.real(path),
    commit: (changes) => disk.commit(changes),
  };
}

const COMMANDS = [
  [['edit', 'default.nix', '--target=poetry2nix', '--package=printing', '--build-input=cups']],
  [['overrides']],
  [['explain', '--log', '/log']],
] as const;

describe('what is saved while an edit is planned', () => {
  it.each(COMMANDS)('is kept by %j', (args) => {
    const disk = fixtureFiles('missing-native-input');
    disk.write('/log', LOG);
    const { code, out } = runCli(busy(disk, 3), [...args, '--write']);
    // A log that has a failure in it is told of by the exit status.
    expect(code).toBe(args[0] === 'explain' ? 1 : 0);
    expect(out.split('\n').filter((line) => line.includes(NIX))).toHaveLength(1);
    expect(disk.text(NIX)).toMatch(/^# saved 3\n# saved 2\n# saved 1\n/);
    expect(disk.text(NIX)).toContain('pkgs.cups');
  });

  it('ends the run where it never ends', () => {
    const disk = fixtureFiles('missing-native-input');
    const { code, out, err } = runCli(busy(disk, Infinity), ['overrides', '--write']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`${NIX} changes all the time`);
    expect(disk.text(NIX)).not.toContain('pkgs.cups');
  });
});
