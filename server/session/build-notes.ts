import type { NixFiles } from '../nix/api.ts';
import type { BuildNote, ProjectInput, TextFile } from '../project/model.ts';

/** What was built: the locks and the Nix files of a project. */
type Built = Pick<ProjectInput, 'locks' | 'nixFiles'>;

/** What logs said of projects, for as long as their locks and Nix files are what was built. */
export class BuildNotes {
  readonly #byManifest = new Map<
    string,
    { readonly of: Built; readonly notes: readonly BuildNote[] }
  >();

  /** Takes the place of what a log said before. */
  set(manifest: string, of: Built, notes: readonly BuildNote[]): void {
    if (notes.length === 0) this.#byManifest.delete(manifest);
    else this.#byManifest.set(manifest, { of, notes });
  }

  /** Empty once one of the files is another. */
  of(manifest: string, now: Built): readonly BuildNote[] {
    const kept = this.#byManifest.get(manifest);
    if (kept === undefined) return [];
    if (areSame(kept.of.locks, now.locks) && haveSameTexts(kept.of.nixFiles, now.nixFiles))
      return kept.notes;
    this.#byManifest.delete(manifest);
    return [];
  }
}

function areSame(before: readonly TextFile[], now: readonly TextFile[]): boolean {
  return (
    before.length === now.length &&
    before.every(({ file, document }, index) => {
      const beside = now[index];
      return beside?.file === file && beside.document === document;
    })
  );
}

function haveSameTexts(before: NixFiles, now: NixFiles): boolean {
  if (before === now) return true;
  if (before.size !== now.size) return false;
  for (const [path, text] of before) if (now.get(path) !== text) return false;
  return true;
}
