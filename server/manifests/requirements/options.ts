import type { Span } from '../../text.ts';

/** An option of a line: `--hash=sha256:…`, `-r base.txt`. Spans are offsets of the text that was read. */
export interface LineOption {
  /** Its long name, without dashes, however it is written. */
  readonly name: string;
  /** Null for a flag. */
  readonly value: string | null;
  /** Of the value, quotes included; of the option, where it has none. */
  readonly valueSpan: Span;
  readonly span: Span;
}

export interface OptionProblem {
  readonly problem: string;
  readonly span: Span;
}

export interface LineOptions {
  readonly options: readonly LineOption[];
  readonly problems: readonly OptionProblem[];
}

interface Known {
  readonly name: string;
  readonly takesValue: boolean;
}

/** By every spelling. Those that pip has dropped since are still in many files, whose mistakes they are not. */
const KNOWN: ReadonlyMap<string, Known> = new Map(
  [
    ...valued('index-url', '-i', '--index-url', '--pypi-url'),
    ...valued('extra-index-url', '--extra-index-url'),
    ...valued('constraint', '-c', '--constraint'),
    ...valued('requirement', '-r', '--requirement'),
    ...valued('editable', '-e', '--editable'),
    ...valued('find-links', '-f', '--find-links'),
    ...valued('no-binary', '--no-binary'),
    ...valued('only-binary', '--only-binary'),
    ...valued('all-releases', '--all-releases'),
    ...valued('only-final', '--only-final'),
    ...valued('uploaded-prior-to', '--uploaded-prior-to'),
    ...valued('trusted-host', '--trusted-host'),
    ...valued('use-feature', '--use-feature'),
    ...valued('hash', '--hash'),
    ...valued('config-settings', '-C', '--config-settings'),
    ...valued('global-option', '--global-option'),
    ...valued('install-option', '--install-option'),
    ...valued('allow-external', '--allow-external'),
    ...valued('allow-unverified', '--allow-unverified', '--allow-insecure'),
    ...flags('no-index', '--no-index'),
    ...flags('prefer-binary', '--prefer-binary'),
    ...flags('require-hashes', '--require-hashes'),
    ...flags('no-require-hashes', '--no-require-hashes'),
    ...flags('pre', '--pre'),
    ...flags('always-unzip', '-Z', '--always-unzip'),
    ...flags('process-dependency-links', '--process-dependency-links'),
    ...flags('allow-all-external', '--allow-all-external'),
    ...flags('use-wheel', '--use-wheel'),
    ...flags('no-use-wheel', '--no-use-wheel'),
  ].map(([spelling, known]) => [spelling, known]),
);

function valued(name: string, ...spellings: string[]): [string, Known][] {
  return spellings.map((spelling) => [spelling, { name, takesValue: true }]);
}

function flags(name: string, ...spellings: string[]): [string, Known][] {
  return spellings.map((spelling) => [spelling, { name, takesValue: false }]);
}

/**
 * Reads the options of one line as pip does: words by `shlex.split`, options by `optparse`, which
 * takes a long one by any unambiguous beginning. Words that are not an option are passed over, as there.
 */
export function readOptions(text: string): LineOptions {
  const options: LineOption[] = [];
  const problems: OptionProblem[] = [];
  const { words, unclosed } = splitWords(text);
  if (unclosed !== null)
    return { options, problems: [{ problem: 'A quote is not closed.', span: unclosed }] };

  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined || word.text === '--') break;
    if (!word.text.startsWith('-') || word.text === '-') continue;
    const read = readOption(word, words[index + 1] ?? null);
    if ('problem' in read) problems.push(read);
    else {
      options.push(read.option);
      if (read.tookNext) index += 1;
    }
  }
  return { options, problems };
}

interface Word {
  readonly text: string;
  readonly span: Span;
}

function readOption(
  word: Word,
  next: Word | null,
): { readonly option: LineOption; readonly tookNext: boolean } | OptionProblem {
  const isLong = word.text.startsWith('--');
  const equals = isLong ? word.text.indexOf('=') : -1;
  const end = isLong ? (equals === -1 ? word.text.length : equals) : 2;
  const spelling = word.text.slice(0, end);
  const known = isLong ? findLong(spelling) : KNOWN.get(spelling);
  if (known === undefined)
    return { problem: `pip takes no option \`${spelling}\` here.`, span: word.span };
  const inside = isLong ? (equals === -1 ? null : equals + 1) : end < word.text.length ? end : null;
  if (!known.takesValue) {
    if (isLong && inside !== null)
      return { problem: `The option \`${spelling}\` takes no value.`, span: word.span };
    const { span } = word;
    return { option: { name: known.name, value: null, valueSpan: span, span }, tookNext: false };
  }
  if (inside !== null) {
    // Quotes and backslashes make word and text differ in length; then the whole word is the value's place.
    const isVerbatim = word.span.end - word.span.start === word.text.length;
    const valueSpan = isVerbatim
      ? { start: word.span.start + inside, end: word.span.end }
      : word.span;
    const value = word.text.slice(inside);
    return { option: { name: known.name, value, valueSpan, span: word.span }, tookNext: false };
  }
  if (next === null)
    return { problem: `The option \`${spelling}\` needs a value.`, span: word.span };
  const span = { start: word.span.start, end: next.span.end };
  return {
    option: { name: known.name, value: next.text, valueSpan: next.span, span },
    tookNext: true,
  };
}

function findLong(spelling: string): Known | undefined {
  const exact = KNOWN.get(spelling);
  if (exact !== undefined || spelling === '--') return exact;
  for (const [each, known] of KNOWN) if (each.startsWith(spelling)) return known;
  return undefined;
}

/** `shlex.split` in its POSIX mode, with positions. */
function splitWords(text: string): {
  readonly words: readonly Word[];
  readonly unclosed: Span | null;
} {
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    if (isBlank(text[at])) {
      at += 1;
      continue;
    }
    const start = at;
    let content = '';
    while (at < text.length && !isBlank(text[at])) {
      const unit = text[at] ?? '';
      if (unit === '\\') {
        content += text[at + 1] ?? '';
        at += 2;
      } else if (unit === '"' || unit === "'") {
        const quoted = readQuoted(text, at, unit);
        if (quoted === null) return { words, unclosed: { start: at, end: text.length } };
        content += quoted.content;
        at = quoted.end;
      } else {
        content += unit;
        at += 1;
      }
    }
    const end = Math.min(at, text.length);
    words.push({ text: content, span: { start, end } });
  }
  return { words, unclosed: null };
}

function readQuoted(
  text: string,
  open: number,
  quote: string,
): { readonly content: string; readonly end: number } | null {
  let content = '';
  for (let at = open + 1; at < text.length; at += 1) {
    const unit = text[at] ?? '';
    if (unit === quote) return { content, end: at + 1 };
    const next = text[at + 1];
    if (unit === '\\' && quote === '"' && (next === '"' || next === '\\')) {
      content += next;
      at += 1;
    } else content += unit;
  }
  return null;
}

function isBlank(unit: string | undefined): boolean {
  return unit === ' ' || unit === '\t' || unit === '\r' || unit === '\n';
}
