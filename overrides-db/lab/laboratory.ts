import { spawn } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The Debian release that is built on. */
export interface Base {
  readonly suite: string;
  /** Its Python. */
  readonly python: string;
  /** What the build requirements are held to, where what is declared allows it (PEP 508). */
  readonly constraints: readonly string[];
}

export const TRIXIE: Base = { suite: 'trixie', python: '3.13', constraints: [] };

/** For what fails for its age: an older Python, GCC and libraries, and the build systems of their day. */
export const BOOKWORM: Base = {
  suite: 'bookworm',
  python: '3.11',
  constraints: ['cython<3', 'numpy<1.25', 'setuptools<68'],
};

/** A base, and where its root, layers and downloads are kept, outside of the repository. */
export interface Laboratory {
  readonly base: Base;
  readonly folder: string;
}

/** @param folder where everything of the laboratory is kept */
export function laboratoryOf(folder: string, base: Base): Laboratory {
  return { base, folder: base === TRIXIE ? folder : join(folder, 'bases', base.suite) };
}

/** How a command ended, with its standard output and error as they came. */
export interface Ended {
  readonly status: number;
  readonly output: string;
}

/** $PNLS_LAB, or below the user's cache. */
export function laboratoryFolder(
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  const cache = environment['XDG_CACHE_HOME'] ?? join(home, '.cache');
  return environment['PNLS_LAB'] ?? join(cache, 'pyproject-nix-ls/lab');
}

const ROOT_SCRIPT = new URL('root.sh', import.meta.url).pathname;
/** `builder` of root.sh. */
const BUILDER = 1000;
/** What `timeout` exits with; 137 is its second signal. */
const OUT_OF_TIME = new Set([124, 137]);
const MOST_OUTPUT = 64 * 1024 * 1024;

/** Runs a subcommand of root.sh that needs no layers; its standard output. Throws where it fails. */
export async function rootCommand(lab: Laboratory, args: readonly string[]): Promise<string> {
  const { status, output, errors } = await ended(lab, args);
  if (status !== 0)
    throw new Error(`root.sh ${args.join(' ')}: ${errors.trim().split('\n').slice(-3).join(' ')}`);
  return output;
}

/** What runs in a copy of the root, and with what. */
export interface Inside {
  readonly network: 'online' | 'offline';
  /** Folders over the root, the first on top. */
  readonly layers: readonly string[];
  /** The folder that is at /lab. */
  readonly folder: string;
  readonly seconds: number;
  readonly command: readonly string[];
}

/** Runs a command in a copy of the root. */
export async function runInside(lab: Laboratory, inside: Inside): Promise<Ended> {
  const list = `${inside.folder}.layers`;
  writeFileSync(list, inside.layers.map((layer) => `${layer}\n`).join(''));
  const { status, output, errors } = await ended(lab, [
    inside.network,
    list,
    inside.folder,
    `${inside.seconds}`,
    ...inside.command,
  ]);
  rmSync(list);
  return { status, output: output + errors };
}

export function isOutOfTime({ status }: Ended): boolean {
  return OUT_OF_TIME.has(status);
}

/** A new folder that `builder` may write to; the caller removes it. */
export function workFolder(lab: Laboratory): string {
  const above = join(lab.folder, 'work');
  mkdirSync(above, { recursive: true });
  const folder = mkdtempSync(join(above, 'build-'));
  chownSync(folder, BUILDER, BUILDER);
  return folder;
}

function ended(
  lab: Laboratory,
  args: readonly string[],
): Promise<Ended & { readonly errors: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(ROOT_SCRIPT, args, {
      env: { ...process.env, PNLS_LAB: lab.folder, PNLS_LAB_SUITE: lab.base.suite },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    const errors: Buffer[] = [];
    let size = 0;
    const keep = (list: Buffer[]) => (chunk: Buffer) => {
      size += chunk.length;
      if (size < MOST_OUTPUT) list.push(chunk);
    };
    child.stdout.on('data', keep(chunks));
    child.stderr.on('data', keep(errors));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({
        status: code ?? 137,
        output: Buffer.concat(chunks).toString(),
        errors: Buffer.concat(errors).toString(),
      });
    });
  });
}
