import { toAssignment } from './convert.ts';
import { diagnose, ofProblem } from './diagnose.ts';
import type { Assignment } from './draft.ts';
import { detach, parseWithLibrary } from './library.ts';
import type { TomlError } from './model.ts';
import type { Lexeme } from './scan.ts';

/** What could be read of one statement. */
export interface Reading {
  readonly assignment: Assignment | null;
  readonly errors: readonly TomlError[];
  /** Whether nothing of it was left out. */
  readonly complete: boolean;
}

/** Reads the statement `lexeme` of `text`. */
export function readStatement(text: string, lexeme: Lexeme): Reading {
  const { start, end, problem } = lexeme;
  const spansLines = problem?.kind === 'inline-table-lines';
  if (problem && !spansLines)
    return { assignment: null, errors: [diagnose(text, lexeme, null)], complete: false };
  const source = detach(text.slice(start, end));
  const { body, error } = parseWithLibrary(source, spansLines ? '1.1' : '1.0');
  const node = body?.[0];
  if (body?.length === 1 && node?.type === 'TOMLKeyValue')
    return {
      assignment: toAssignment(node, source, start),
      errors: problem ? [ofProblem(text, problem, end)] : [],
      complete: true,
    };
  const offset = error && error.offset !== null ? error.offset + start : null;
  const said = error && { message: error.message, offset };
  return { assignment: null, errors: [diagnose(text, lexeme, said)], complete: false };
}
