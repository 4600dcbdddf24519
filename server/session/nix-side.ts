import { basename, dirname } from 'node:path/posix';
import type { Finding } from '../project/model.ts';
import { readNixSide } from '../project/read.ts';
import type { SourceText } from '../text.ts';
import { nixSurroundings } from './discovery.ts';
import { fileFinding } from './session-findings.ts';
import { defaultSettings, projectSettings } from './settings.ts';
import { Look, type Texts } from './texts.ts';

/** The Nix files around a folder, with what they import. Its projects share the same objects. */
export interface NixSide {
  readonly look: Look;
  readonly nixFiles: ReadonlyMap<string, string>;
  readonly pinFiles: ReadonlyMap<string, string>;
  readonly sources: ReadonlyMap<string, SourceText>;
  readonly problems: readonly Finding[];
}

/** How often files that a Nix file asks for are loaded and all of them read again. */
const MAX_ROUNDS = 8;
const MAX_NIX_FILES = 256;

/** Reads the Nix files around `root`, then those that they import, until none is missing. */
export function loadNixSide(root: string, limit: string | null, texts: Texts): NixSide {
  const look = new Look(texts);
  const around = nixSurroundings(root, limit, look);
  const problems: Finding[] = [];
  const sources = new Map<string, SourceText>();
  const asked = new Set<string>();
  const add = (file: string): void => {
    asked.add(file);
    const { source, problem } = look.load(file);
    if (source !== null) sources.set(file, source);
    else if (problem !== null && problem.kind !== 'missing' && !isFolder(file, look))
      problems.push(fileFinding(file, problem));
  };
  around.nixFiles.forEach(add);
  const pinFiles = new Map(
    around.pinFiles.map((file) => [file, look.load(file).source?.text ?? '']),
  );

  let nixFiles = textsByFile(sources);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { wants } = readNixSide({ root, nixFiles, pinFiles, settings: ANY });
    const wanted = wants.filter((file) => !asked.has(file));
    wanted.slice(0, MAX_NIX_FILES - asked.size).forEach(add);
    if (sources.size === nixFiles.size) break;
    nixFiles = textsByFile(sources);
  }
  return { look, nixFiles, pinFiles, sources, problems };
}

/** Whether an import names a folder (`./vendor/pyproject.nix`): Nix reads its `default.nix`, and nothing is wrong. */
function isFolder(file: string, look: Look): boolean {
  return look
    .list(dirname(file))
    .some(({ name, kind }) => kind === 'directory' && name === basename(file));
}

/** What the files import does not depend on what is set. */
const ANY = projectSettings(defaultSettings);

/** A new map each time: what has been read from a map of texts is remembered by the map. */
function textsByFile(sources: ReadonlyMap<string, SourceText>): ReadonlyMap<string, string> {
  return new Map([...sources].map(([file, { text }]) => [file, text]));
}
