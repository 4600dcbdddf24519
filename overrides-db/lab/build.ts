import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { wholeFile } from '../../server/artifacts/archive/byte-source.ts';
import { readWheel } from '../../server/artifacts/wheel/read.ts';
import { isOutOfTime, type Laboratory, runInside, workFolder } from './laboratory.ts';

/** 30 minutes. */
export const MOST_SECONDS = 1800;

/** How a build ended. */
export interface Built {
  readonly outcome: 'built' | 'failed' | 'out-of-time';
  readonly log: string;
  /** Files below /usr and /etc that it opened, looked for with success, or ran; absolute. */
  readonly opened: ReadonlySet<string>;
  /** Those that importing the result opened. */
  readonly loaded: ReadonlySet<string>;
  /** Of a success. */
  readonly result?: Result;
}

/** What a wheel is made of, as far as it tells one build from another. */
export interface Result {
  /** Libraries that it links, does not bring, and its platform does not promise; ascending. */
  readonly links: readonly string[];
  /** Its files of machine code, without the tag of the interpreter; ascending. */
  readonly binaries: readonly string[];
  /** What importing it came to, with what it was built with at hand; null where it did not end. */
  readonly imports: Imports | null;
}

export interface Imports {
  readonly modules: readonly string[];
  /** Of a failure: its last line. */
  readonly failure?: string;
}

/** Builds the sdist once, offline, in a copy of the root under these layers. */
export async function build(
  lab: Laboratory,
  sdist: string,
  layers: readonly string[],
  seconds: number = MOST_SECONDS,
): Promise<Built> {
  const work = workFolder(lab);
  try {
    mkdirSync(join(work, 'sdist'));
    copyFileSync(sdist, join(work, 'sdist', basename(sdist)));
    for (const script of ['build.sh', 'inside.py'])
      copyFileSync(new URL(script, import.meta.url).pathname, join(work, script));
    const ended = await runInside(lab, {
      network: 'offline',
      layers,
      folder: work,
      seconds,
      command: ['sh', '/lab/build.sh', `/lab/sdist/${basename(sdist)}`],
    });
    const opened = openedFiles(join(work, 'opened'));
    const loaded = openedFiles(join(work, 'loaded'));
    const wheel = wheelIn(join(work, 'out'));
    if (wheel === null) {
      const outcome = isOutOfTime(ended) ? 'out-of-time' : 'failed';
      return { outcome, log: ended.output, opened, loaded };
    }
    return {
      outcome: 'built',
      log: ended.output,
      opened,
      loaded,
      result: resultOf(wheel, importsIn(work)),
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function importsIn(folder: string): Imports | null {
  const file = join(folder, 'import.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

function openedFiles(file: string): ReadonlySet<string> {
  if (!existsSync(file)) return new Set();
  const lines = readFileSync(file, 'utf8').split('\n');
  return new Set(
    lines.map((line) =>
      posix.normalize(line.slice(1, -1)).replace(/^\/(lib|lib64|bin)\//, '/usr/$1/'),
    ),
  );
}

function wheelIn(folder: string): string | null {
  const name = existsSync(folder)
    ? readdirSync(folder).find((one) => one.endsWith('.whl'))
    : undefined;
  return name === undefined ? null : join(folder, name);
}

function resultOf(file: string, imports: Imports | null): Result {
  const wheel = readWheel(basename(file), wholeFile(readFileSync(file)));
  if ('missing' in wheel) return { links: [], binaries: [], imports };
  const links = wheel.lacks.map(({ name }) => name).filter((name) => !OF_EVERY_SYSTEM.test(name));
  const binaries = new Set(wheel.brings.map(withoutTag));
  return { links: [...new Set(links)].toSorted(), binaries: [...binaries].toSorted(), imports };
}

/** The C and C++ run-time, which every stdenv has. */
const OF_EVERY_SYSTEM =
  /^(?:lib(?:c|m|dl|rt|pthread|util|resolv|gcc_s|stdc\+\+|atomic)\.so|ld-linux)/;

function withoutTag(path: string): string {
  return path.replace(/\.(?:cpython|abi3)[^/]*(?=\.so$)/, '');
}
