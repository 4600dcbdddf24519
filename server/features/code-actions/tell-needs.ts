import type { Project } from '../../project/model.ts';
import { tomlOf } from '../../project/inputs/text-file.ts';
import { isValidName } from '../../python/names.ts';
import type { Snapshot } from '../model.ts';
import { placeAt, type Place } from '../place.ts';
import { placeLabel } from './provide-overrides.ts';
import type { CodeAction } from './model.ts';

/**
 * Offers a table for the project's own facts on a package that nothing is known of.
 *
 * Before: the cursor on `booklet = "^1"`.
 * After: at the end of the file `[tool.pyproject-nix-ls.packages.booklet]` with empty lists, to be filled in
 * (test/fixtures/missing-for-a-transitive-package)
 */
export function tellNeeds(snapshot: Snapshot, offset: number): CodeAction | null {
  const place = placeAt(snapshot, offset);
  if (place === null) return null;
  const { project } = place;
  const { manifest } = project.input;
  const document = project.manifest.kind === 'pyproject' ? tomlOf(manifest) : null;
  const name = nameAt(place);
  if (document === null || !isUnknown(project, name)) return null;
  const end = document.text.length;
  const edit = { span: { start: end, end }, newText: tableText(document.text, name) };
  // Where the settings are written with braces, no header may follow.
  if (document.edit(edit.span, edit.newText).errors.length > 0) return null;
  const edits = { edits: new Map([[manifest.file, [edit]]]), creates: new Map() };
  return {
    title: `Tell what ${name} needs ${placeLabel(project, edits)}`,
    kind: 'refactor.rewrite',
    isPreferred: false,
    findings: [],
    createsFile: false,
    edits: () => edits,
  };
}

function nameAt(place: Place): string {
  switch (place.kind) {
    case 'dependency':
      return place.resolved.dependency.normalized;
    case 'locked':
      return place.locked.name;
    case 'override':
      return place.entry.normalized;
  }
}

function isUnknown({ input }: Project, name: string): boolean {
  return isValidName(name) && input.knowledge.lookup(name) === null;
}

/** The lists that most packages need one of, to be filled in. */
function tableText(text: string, name: string): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const gap = text === '' ? '' : text.endsWith('\n') ? eol : eol + eol;
  const lines = [
    `[tool.pyproject-nix-ls.packages.${name}]`,
    'build-systems = []',
    'native-build-inputs = []',
    'build-inputs = []',
    '',
  ];
  return gap + lines.join(eol);
}
