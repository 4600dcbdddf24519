import type { ManifestProblem, SpannedText } from '../model.ts';
import { asText, asTexts, valueOf } from '../toml-access.ts';
import type { CheckContext } from './context.ts';

/** `invalid-readme`: empty paths, and readmes of several types. Whether the files exist is not the manifest's to say. */
export function checkReadmes({ manifest, poetry }: CheckContext): ManifestProblem[] {
  const problems = manifest.readmes
    .filter(({ text }) => text === '')
    .map(({ span }) => problemAt(span, 'Declared README file is an empty string.'));
  const value = valueOf(poetry?.table, 'readme');
  if (asText(value) !== null) return problems;
  const [first, ...others] = asTexts(value);
  const differing = others.filter((other) => typeOf(other) !== (first && typeOf(first)));
  if (first === undefined || differing.length === 0) return problems;
  const types = [...new Set([first, ...differing].map(typeOf))].toSorted().join(', ');
  return [
    ...problems,
    ...differing.map(({ span }) =>
      problemAt(span, `Declared README files must be of same type: found ${types}.`),
    ),
  ];
}

function problemAt(span: SpannedText['span'], message: string): ManifestProblem {
  return { code: 'invalid-readme', message, span, package: null };
}

/** The content type by the last suffix, as poetry-core tells it. */
function typeOf({ text }: SpannedText): string {
  const suffix = /\.[^./]+$/.exec(text)?.[0];
  if (suffix === '.rst') return 'text/x-rst';
  return suffix === '.md' || suffix === '.markdown' ? 'text/markdown' : 'text/plain';
}
