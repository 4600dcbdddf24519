/** One `name = …;` of a Nix attribute set. `start` is the name's offset, `end` that of its semicolon. */
export interface Binding {
  readonly name: string;
  readonly depth: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The bindings of a Nix text by a light scan: strings, comments and brackets are told apart, nothing is
 * evaluated. Enough for files that are known to parse; `depth` counts the brackets around a binding.
 */
export function scanBindings(text: string): Binding[] {
  const open: { name: string; depth: number; start: number }[] = [];
  const result: Binding[] = [];
  let depth = 0;
  for (const token of tokens(text)) {
    if (token.kind === 'open') depth++;
    else if (token.kind === 'close') {
      depth = Math.max(0, depth - 1);
      while (open.length > 0 && (open.at(-1)?.depth ?? 0) > depth) open.pop();
    } else if (token.kind === 'binding') open.push({ name: token.name, depth, start: token.start });
    else {
      const last = open.at(-1);
      if (last?.depth === depth) {
        open.pop();
        if (last.name !== STATEMENT) result.push({ ...last, end: token.start });
      }
    }
  }
  return result.toSorted((a, b) => a.start - b.start);
}

/** Every string literal without interpolation, in order; escapes are left as they are. */
export function stringLiterals(text: string): string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\[\s\S])*)"/g)]
    .map(([, body]) => body ?? '')
    .filter((body) => !body.includes('${'));
}

/** Every identifier of a text, once, ascending. */
export function identifiers(text: string): string[] {
  return [...new Set(text.match(/[A-Za-z_][A-Za-z0-9_'-]*/g))].toSorted();
}

/** What ends with a semicolon of its own and binds no name by `=`. */
const STATEMENT = ' ';

const STATEMENT_WORDS: ReadonlySet<string> = new Set(['assert', 'inherit', 'with']);

type Token =
  | { readonly kind: 'open' | 'close' | 'semicolon'; readonly start: number }
  | { readonly kind: 'binding'; readonly name: string; readonly start: number };

const LEXEME =
  /#[^\n]*|\/\*[\s\S]*?\*\/|''(?:[^']|'(?!')|'''|''\$|''\\)*''|"(?:[^"\\]|\\[\s\S])*"(?=\s*[^\s=])|(?:"([\w.+-]+)"|([A-Za-z_][\w'-]*))\s*=(?!=)|[{}[\]();]|[A-Za-z_][\w'-]*|"(?:[^"\\]|\\[\s\S])*"/g;

function* tokens(text: string): Generator<Token> {
  for (const match of text.matchAll(LEXEME)) {
    const [lexeme, quoted, plain] = match;
    const start = match.index;
    const name = quoted ?? plain;
    if (name !== undefined) yield { kind: 'binding', name, start };
    else if (STATEMENT_WORDS.has(lexeme)) yield { kind: 'binding', name: STATEMENT, start };
    else if (lexeme === ';') yield { kind: 'semicolon', start };
    else if ('{[('.includes(lexeme)) yield { kind: 'open', start };
    else if ('}])'.includes(lexeme)) yield { kind: 'close', start };
  }
}
