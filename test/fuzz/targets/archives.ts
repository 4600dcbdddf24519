import { readArchive } from '../../../server/artifacts/archive/archive.ts';
import { wholeFile } from '../../../server/artifacts/archive/byte-source.ts';
import type { ArchiveLimits } from '../../../server/artifacts/archive/limits.ts';
import { readAutoconf } from '../../../server/artifacts/sdist/autoconf.ts';
import { readCMake } from '../../../server/artifacts/sdist/cmake.ts';
import { readMeson, readMesonOptions } from '../../../server/artifacts/sdist/meson.ts';
import { readSdist } from '../../../server/artifacts/sdist/read.ts';
import { readSetupCfg } from '../../../server/artifacts/sdist/setup-cfg.ts';
import { readSetupScript } from '../../../server/artifacts/setup-script/read.ts';
import { sdistOf, tarGz } from '../../../server/artifacts/testing.ts';
import { readElf } from '../../../server/artifacts/wheel/elf.ts';
import { readMachO } from '../../../server/artifacts/wheel/mach-o.ts';
import { readWheel } from '../../../server/artifacts/wheel/read.ts';
import { choice, textOf } from '../input.ts';
import { require } from '../invariants.ts';

const LIMITS: ArchiveLimits = { entries: 200, unpacked: 1 << 20, kept: 1 << 18, entry: 1 << 16 };

/** Any bytes are read as an archive, and as each kind of file in one; no path leads out, and nothing is unpacked without end. */
export function fuzz(data: Uint8Array): void {
  const [read, rest] = choice<(bytes: Uint8Array) => unknown>(data, [
    readAnyArchive,
    (bytes) => readSdist(bytes, LIMITS),
    (bytes) => readWheel('a-1.0-cp311-cp311-linux_x86_64.whl', wholeFile(bytes), LIMITS),
    (bytes) => readAnyArchive(tarGz([{ path: textOf(bytes.subarray(0, 40)), content: bytes }])),
    readElf,
    readMachO,
    (bytes) => readSetupScript(textOf(bytes), 'setup.py'),
    (bytes) => readMeson(textOf(bytes), 'meson.build', readMesonOptions(textOf(bytes))),
    (bytes) => readCMake(textOf(bytes), 'CMakeLists.txt'),
    (bytes) => readAutoconf(textOf(bytes), 'configure.ac'),
    (bytes) => readSetupCfg(textOf(bytes), 'setup.cfg'),
    (bytes) => readSdist(sdistOf({ 'setup.py': textOf(bytes), 'pyproject.toml': textOf(bytes) })),
  ]);
  read(rest);
}

function readAnyArchive(bytes: Uint8Array): void {
  const { entries, files } = readArchive(bytes, () => true, LIMITS);
  require(entries.length <= LIMITS.entries, 'more entries than are looked at');
  let kept = 0;
  for (const content of files.values()) kept += content.length;
  require(kept <= LIMITS.kept, `${kept} bytes are kept`);
  for (const { path } of entries) {
    require(!path.startsWith('/') && path !== '', `an absolute path: ${path}`);
    require(!path.split('/').includes('..'), `a path that leads out: ${path}`);
  }
}
