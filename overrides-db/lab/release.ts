import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { layersOf, type Provided } from './debian.ts';
import { type Laboratory, runInside, workFolder } from './laboratory.ts';
import { type Environment, environmentOf } from './requirements.ts';

/**
 * The build environment of an sdist: what its `[build-system]` declares, and what its back end asks for besides. The
 * back end is asked offline, with all that is known at hand: its script may look for libraries.
 *
 * @param said what the knowledge base has it built by besides: scripts that declare nothing import it all the same
 * @param pins those of an earlier run, which are taken again
 */
export async function buildEnvironment(
  lab: Laboratory,
  sdist: string,
  known: readonly Provided[],
  said: readonly string[],
  pins: readonly string[] | null,
): Promise<Environment | string> {
  if (pins !== null) return environmentOf(lab, pins);
  const work = workFolder(lab);
  try {
    mkdirSync(join(work, 'sdist'));
    copyFileSync(sdist, join(work, 'sdist', basename(sdist)));
    copyFileSync(new URL('inside.py', import.meta.url).pathname, join(work, 'inside.py'));
    const declared = await runInside(lab, {
      network: 'offline',
      layers: [],
      folder: work,
      seconds: 120,
      command: ['sh', '-c', 'python3 inside.py unpack && python3 inside.py declared'],
    });
    if (declared.status !== 0) return `cannot be unpacked: ${lastLine(declared.output)}`;
    const stated: readonly string[] = JSON.parse(declared.output);
    const whole = [...new Set([...stated, ...said])];
    const tried = await environmentOf(lab, whole);
    const [first, requires] =
      typeof tried === 'string' ? [await environmentOf(lab, stated), stated] : [tried, whole];
    if (typeof first === 'string') return first;
    await runInside(lab, {
      network: 'offline',
      layers: [...first.layers, ...(await layersOf(lab, known))],
      folder: work,
      seconds: 300,
      command: ['python3', 'inside.py', 'asked'],
    });
    const answer = join(work, 'asked.json');
    const asked: readonly string[] = existsSync(answer)
      ? JSON.parse(readFileSync(answer, 'utf8'))
      : [];
    return asked.length === 0
      ? first
      : await environmentOf(lab, [...new Set([...requires, ...asked])]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}
