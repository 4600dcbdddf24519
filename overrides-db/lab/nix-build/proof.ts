import { spawnSync } from 'node:child_process';
import { appendFileSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cratesOf } from '../crates.ts';
import { tellingLine } from '../excerpt.ts';
import { type Laboratory, rootCommand, workFolder } from '../laboratory.ts';
import type { Case } from './cases.ts';
import { filesOf } from './files.ts';
import { baseLayers, librariesOf, manylinux, PROGRAMS, wheelsOf } from './packages.ts';
import { NIX_FILE, sha256, writeProject } from './project.ts';

/** What building one case proved. */
export interface ProofRow extends Case {
  readonly file: string;
  /** Hexadecimal digits. */
  readonly sha256: string;
  readonly before: Outcome;
  /** The lines that `overrides --write` added, without what surrounds them. */
  readonly wrote: readonly string[];
  readonly after: Outcome;
  readonly imports?: Outcome;
  /** Attributes of the override that no Debian package stands for: then the build proves nothing. */
  readonly without?: readonly string[];
  /** Whether a hash of crates was filled in as Nix told it. */
  readonly hashFilledIn?: true;
  /** Of the build after the override, and the import. */
  readonly seconds: number;
}

export interface Outcome {
  /** `unevaluated`: Nix came to no derivation. */
  readonly outcome: 'built' | 'failed' | 'unevaluated';
  readonly line?: string;
}

export interface Inputs {
  /** A folder with checkouts of uv2nix, pyproject.nix, … */
  readonly sources: string;
  /** Folders with sdists and wheels. */
  readonly files: readonly string[];
}

const MAIN = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));
const ENTER = fileURLToPath(new URL('enter.sh', import.meta.url));

/** Builds the case without an override, writes ours, builds again, imports. */
export async function provenCase(lab: Laboratory, inputs: Inputs, one: Case): Promise<ProofRow> {
  await rootCommand(lab, ['make']);
  const work = workFolder(lab);
  try {
    const [file, ...others] = await filesOf(lab, inputs.files, one);
    const app = join(work, 'app');
    writeProject(app, one, [file, ...others]);
    for (const locked of [file, ...others])
      copyFileSync(locked.file, join(lab.folder, 'files', basename(locked.file)));
    const nixFile = join(app, NIX_FILE[one.target]);
    const plain = readFileSync(nixFile, 'utf8');
    const nix = new Nix(lab, inputs, work, await baseLayers(lab), one);
    const given = {
      target: one.target,
      modules: one.modules,
      programs: PROGRAMS,
      wheels: wheelsOf(lab),
      manylinux: await manylinux(lab),
    };

    nix.give({ ...given, libraries: (await librariesOf(lab, one.name, plain)).libraries });
    const before = nix.build('package');
    overridesWrite(app);
    const written = readFileSync(nixFile, 'utf8');
    const { libraries, missing } = await librariesOf(lab, one.name, written);
    if (written.includes('fetchCargoVendor')) await cratesOf(lab, file.file);
    nix.give({ ...given, libraries });
    // What stands for the libraries is made once, for all cases.
    nix.build('libraries');
    const started = Date.now();
    let after = nix.build('package');
    const hash = /got: +(sha256-[\w+/=]+)/.exec(after.log)?.[1];
    if (hash !== undefined && written.includes('fakeHash')) {
      writeFileSync(
        nixFile,
        readFileSync(nixFile, 'utf8').replaceAll(/(?:pkgs\.)?lib\.fakeHash/g, `"${hash}"`),
      );
      after = nix.build('package');
    }
    const imports = after.outcome.outcome === 'built' ? nix.build('imports').outcome : undefined;
    return {
      ...one,
      file: basename(file.file),
      sha256: sha256(readFileSync(file.file)),
      before: before.outcome,
      wrote: added(plain, written),
      after: after.outcome,
      ...(imports === undefined ? {} : { imports }),
      ...(missing.length > 0 ? { without: missing } : {}),
      ...(hash === undefined ? {} : { hashFilledIn: true }),
      seconds: Math.round((Date.now() - started) / 1000),
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Nix in its root, on one project. */
class Nix {
  readonly #lab: Laboratory;
  readonly #sources: string;
  readonly #folder: string;
  readonly #layers: string;
  readonly #own: RegExp;

  constructor(
    lab: Laboratory,
    { sources }: Inputs,
    folder: string,
    layers: readonly string[],
    { name, version }: Case,
  ) {
    this.#own = new RegExp(`(?:^|-)${name}-${version}$|^app-env$|^imports$|-vendor$`);
    this.#lab = lab;
    this.#sources = sources;
    this.#folder = folder;
    this.#layers = join(folder, 'layers');
    writeFileSync(this.#layers, layers.map((layer) => `${layer}\n`).join(''));
  }

  /** That another package of the set fails to build says nothing of the case. */
  #checkItIsOfTheCase(log: string): void {
    const [absent] = /cp: cannot stat '\/files\/.*?'/.exec(log) ?? [];
    if (absent !== undefined) throw new Error(absent);
    const [, failed] =
      /Cannot build '\/nix\/store\/[a-z0-9]{32}-(.*)\.drv'\.\n\s+Reason: builder failed/.exec(
        log,
      ) ?? [];
    if (failed !== undefined && !this.#own.test(failed))
      throw new Error(`${failed} fails to build: ${tellingLine(ofPackage(log), null)}`);
  }

  give(given: object): void {
    writeFileSync(join(this.#folder, 'given.json'), JSON.stringify(given));
  }

  build(attr: string): { readonly outcome: Outcome; readonly log: string } {
    const { status, stdout, stderr } = spawnSync(
      ENTER,
      [
        this.#layers,
        this.#sources,
        this.#folder,
        'nix-build',
        '/lab/evaluate.nix',
        '-A',
        attr,
        '--no-out-link',
      ],
      { encoding: 'utf8', env: { ...process.env, PNLS_LAB: this.#lab.folder }, maxBuffer: 1 << 28 },
    );
    const log = `${stdout}${stderr}`;
    const kept = process.env['PNLS_LAB_LOGS'];
    if (kept !== undefined) appendFileSync(kept, `== ${attr}\n${log}\n`);
    if (status !== 0) this.#checkItIsOfTheCase(log);
    return status === 0
      ? { outcome: { outcome: 'built' }, log }
      : {
          outcome: {
            outcome: log.includes('Cannot build') ? 'failed' : 'unevaluated',
            line: withoutHashes(tellingLine(ofPackage(log), null)),
          },
          log,
        };
  }
}

/** A log without what Nix says of every failure. */
function ofPackage(log: string): string {
  return log
    .split('\n')
    .filter(
      (line) =>
        // bash says the last of every failure in stdenv's setup.
        !/pop_var_context: head of shell_variables/.test(line) &&
        !/^(?:error:$|error: Cannot build|error: build of|error: \d+ dependencies|building '|\s+Reason:|\s+Output paths:|\s+\/nix\/store)/.test(
          line,
        ),
    )
    .join('\n');
}

/** The same for the same build, whatever stands at which path. */
function withoutHashes(line: string): string {
  return line.replaceAll(/\/nix\/store\/[a-z0-9]{32}-/g, '…/');
}

function overridesWrite(folder: string): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'overrides', '--write'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0 && status !== 1) throw new Error(`overrides --write: ${stdout}${stderr}`);
}

function added(before: string, after: string): string[] {
  const old = new Set(before.split('\n').map((line) => line.trim()));
  return after
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !old.has(line) && /\w/.test(line));
}
