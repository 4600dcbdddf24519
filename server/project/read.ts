import { readPdmLock } from '../locks/pdm.ts';
import { readPoetryLock } from '../locks/poetry.ts';
import { isPylockName, readPylock } from '../locks/pylock.ts';
import type { Lock } from '../locks/model.ts';
import { readUvLock } from '../locks/uv.ts';
import type { Manifest } from '../manifests/model.ts';
import { readPyproject } from '../manifests/pyproject.ts';
import type { TargetUse } from '../nix/model.ts';
import type { Pins } from '../nix/pins.ts';
import { readPins } from '../nix/pins.ts';
import type { NixAnalysis } from '../nix/read/read.ts';
import { analyseNix } from '../nix/read/read.ts';
import type { Pin } from '../targets/model.ts';
import type { TomlDocument } from '../toml/model.ts';
import type { ProjectInput } from './model.ts';
import { remembered } from './remember.ts';

/** The Nix files' side of one project. */
export interface NixSide {
  readonly uses: readonly TargetUse[];
  readonly wants: readonly string[];
  readonly poetry2nixPin: Pin | null;
  readonly pins: Pins;
  /** What all the Nix files say, of this project and of others, with the syntax that it was read from. */
  readonly analysis: NixAnalysis;
}

interface TextFile {
  readonly file: string;
  readonly document: TomlDocument;
}

const manifests = new WeakMap<TomlDocument, Manifest>();
const locks = new WeakMap<TomlDocument, Lock>();
const analyses = new WeakMap<ProjectInput['nixFiles'], Map<string, NixAnalysis>>();

/** Read once for each document: typing in one file does not read the others again. */
export function readManifest({ file, document }: TextFile): Manifest {
  return remembered(manifests, document, () => readPyproject(file, document));
}

export function readLock({ file, document }: TextFile): Lock {
  return remembered(locks, document, () => lockReader(file)(file, document));
}

/** By the file's name alone, as all tools find their locks. */
function lockReader(file: string): (file: string, document: TomlDocument) => Lock {
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (name === 'uv.lock') return readUvLock;
  if (name === 'pdm.lock') return readPdmLock;
  return isPylockName(name) ? readPylock : readPoetryLock;
}

/**
 * The uses of this project: those whose `projectDir` is known to be its root, of the target that
 * the user has set, if one is set.
 */
export function readNixSide({ nixFiles, pinFiles, root, settings }: ProjectInput): NixSide {
  const byRoot = remembered(analyses, nixFiles, () => new Map<string, NixAnalysis>());
  const analysis = remembered(byRoot, root, () => analyseNix(nixFiles, [...nixFiles.keys()], root));
  const pins = readPins(pinFiles);
  const uses = analysis.uses
    .map(({ use }) => use)
    .filter(
      ({ projectDir, target }) =>
        projectDir.known &&
        projectDir.value === root &&
        (settings.target === null || settings.target === target),
    );
  return { uses, wants: analysis.wants, poetry2nixPin: pins.poetry2nix ?? null, pins, analysis };
}
