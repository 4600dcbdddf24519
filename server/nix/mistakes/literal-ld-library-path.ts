import { callsOf } from '../read/calls.ts';
import type { NixAnalysis } from '../read/read.ts';
import { lookUpAttribute } from '../read/sets.ts';
import type { NixMistake } from './model.ts';

const SHELLS: ReadonlySet<string> = new Set(['mkShell', 'mkShellNoCC']);
const NAME = 'LD_LIBRARY_PATH';

/** `$LD_LIBRARY_PATH`, `\${LD_LIBRARY_PATH}` and `''${LD_LIBRARY_PATH:-}`, with the colons beside it. */
const EXPANSION = /:?(?:\$LD_LIBRARY_PATH\b|(?:\\|'')\$\{LD_LIBRARY_PATH[^}"]{0,100}\}):?/g;

/**
 * `LD_LIBRARY_PATH = "…:$LD_LIBRARY_PATH";` as an attribute of a shell: no shell expands it there, so that the variable
 * holds these words.
 */
export function findLiteralLdLibraryPath(analysis: NixAnalysis): readonly NixMistake[] {
  const { resolver } = analysis;
  return callsOf(analysis, SHELLS).flatMap(({ expr, scope }) => {
    const found = lookUpAttribute(resolver, { expr: expr.arg, scope }, NAME);
    if (found.found !== 'value') return [];
    const value = resolver.force(found.value);
    if (value.expr.kind !== 'string') return [];
    const { text } = value.scope.file.tree;
    return value.expr.parts.flatMap((part) => {
      if (part.kind !== 'text') return [];
      const written = text.slice(part.span.start, part.span.end);
      return [...written.matchAll(EXPANSION)].map((match): NixMistake => {
        const start = part.span.start + match.index;
        const isBetween = match[0].startsWith(':') && match[0].endsWith(':');
        const lead = match[0].startsWith(':') ? 1 : 0;
        const tail = match[0].endsWith(':') ? 1 : 0;
        const end = start + match[0].length;
        return {
          file: value.scope.file.path,
          span: { start: start + lead, end: end - tail },
          message: `No shell expands an attribute: ${NAME} will hold these words. The former value is only in reach of the shellHook.`,
          package: null,
          fix: {
            title: 'Remove the reference that nothing expands',
            edits: [{ span: { start, end }, newText: isBetween ? ':' : '' }],
          },
        };
      });
    });
  });
}
