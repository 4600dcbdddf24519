import type { ManifestProblem } from '../model.ts';
import { asText, valueOf } from '../toml-access.ts';
import type { CheckContext } from './context.ts';
import table from './spdx-licenses.json' with { type: 'json' };

let made: ReadonlyMap<string, string> | null = null;

/** Identifiers by their lower case; made when first asked. */
function known(): ReadonlyMap<string, string> {
  return (made ??= new Map(table.ids.map((id) => [id.toLowerCase(), id])));
}

/** Identifiers that a new project may take: those of the GNU licences that leave open which later versions are meant are not. */
export function spdxIdentifiers(): readonly string[] {
  return table.ids.filter((id) => !known().has(`${id}-only`.toLowerCase()));
}

const OPERATORS = new Set(['and', 'or', 'with', '(', ')']);

/**
 * `invalid-license`: a `[project] license` that is not an SPDX expression (PEP 639), which Poetry warns
 * of. Identifiers are compared without case, as PEP 639 has it. Of `WITH` only the form is judged:
 * lists of exceptions lag behind.
 */
export function checkLicense({ project }: CheckContext): ManifestProblem[] {
  const license = asText(valueOf(project?.table, 'license'));
  if (license === null || isLicenseExpression(license.text)) return [];
  return [
    {
      code: 'invalid-license',
      message:
        '[project.license] is not a valid SPDX expression. This is deprecated and will raise an error in the future.',
      span: license.span,
      package: null,
      ...fixOf(license),
    },
  ];
}

/** Whether a text is an SPDX expression: `id [WITH exception]`, joined by `AND` and `OR`, in parentheses or not. */
export function isLicenseExpression(text: string): boolean {
  const tokens = text.toLowerCase().match(/[()]|[^\s()]+/g) ?? [];
  let depth = 0;
  let before: string | null = null;
  for (const token of tokens) {
    const behindOperand = before !== null && (before === ')' || !OPERATORS.has(before));
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    const isOperator = OPERATORS.has(token) && token !== '(';
    if (depth < 0 || behindOperand !== isOperator) return false;
    if (before === 'with' ? OPERATORS.has(token) : !OPERATORS.has(token) && !isLicense(token))
      return false;
    before = token;
  }
  return depth === 0 && before !== null && (before === ')' || !OPERATORS.has(before));
}

function isLicense(token: string): boolean {
  const id = token.endsWith('+') ? token.slice(0, -1) : token;
  return id.startsWith('licenseref-') ? /^[a-z0-9.-]*$/.test(id) : known().has(id);
}

/** `Apache 2.0` and `BSD 3-Clause` differ from the identifier in blanks alone. */
function fixOf({ text, span }: { text: string; span: ManifestProblem['span'] }): {
  fix?: ManifestProblem['fix'] & object;
} {
  const words = text.trim().toLowerCase().split(/\s+/);
  if (words.length > 1 && words.at(-1) === 'license') words.pop();
  const id = known().get(words.join('-'));
  if (id === undefined) return {};
  return { fix: { title: `Change to ${id}`, edits: [{ span, newText: id }] } };
}
