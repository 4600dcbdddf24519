import type { Manifest } from '../../../server/manifests/model.ts';
import { readPipfile } from '../../../server/manifests/pipfile.ts';
import { readPyproject } from '../../../server/manifests/pyproject.ts';
import { readRequirements } from '../../../server/manifests/requirements/requirements.ts';
import { applyEdits } from '../../../server/text.ts';
import { parseToml } from '../../../server/toml/parse.ts';
import { choice, textOf } from '../input.ts';
import { requireSpansInside } from '../invariants.ts';

/** Any text is read as each kind of manifest, with its spans in it and fixes that can be applied. */
export function fuzz(data: Uint8Array): void {
  const [read, rest] = choice<(text: string) => Manifest>(data, [
    (text) => readPyproject('/p/pyproject.toml', parseToml(text)),
    (text) => readPipfile('/p/Pipfile', parseToml(text)),
    (text) => readRequirements('/p/requirements.txt', text),
  ]);
  const text = textOf(rest);
  const manifest = read(text);
  requireSpansInside(manifest.dependencies, text.length, 'dependency');
  requireSpansInside(manifest.problems, text.length, 'problem');
  for (const { fix } of manifest.problems) if (fix !== undefined) read(applyEdits(text, fix.edits));
}
