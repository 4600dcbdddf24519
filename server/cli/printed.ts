import { visible, visibleJson, visibleLines } from '../visible.ts';

/**
 * A text that may be printed. It is made here alone, so that no name out of a file can bring a control
 * character, a line of its own or a command to the terminal or to who reads the log.
 */
export type Printed = PrintedText;

class PrintedText {
  readonly text: string;
  /** The text for a terminal, which obeys what is in it. */
  readonly onTerminal: string;

  constructor(text: string, onTerminal: string) {
    this.text = text;
    this.onTerminal = onTerminal;
  }
}

/** The words of the program itself with values in them: what is put in stays on its line. */
export function line(
  words: TemplateStringsArray,
  ...values: readonly (string | number | Printed)[]
): Printed {
  const parts = values.map((value) => (value instanceof PrintedText ? value : quoted(value)));
  return joined(
    words.flatMap((word, index) => {
      const value = parts[index];
      return value === undefined ? [plain(word)] : [plain(word), value];
    }),
  );
}

/** The text of a file: as it is for who reads on, and its controls shown where a terminal would obey them. */
export function verbatim(text: string): Printed {
  return new PrintedText(text, visibleLines(text));
}

/** A document, with a line break behind it. */
export function json(value: unknown): Printed {
  return plain(visibleJson(value));
}

export function joined(parts: readonly Printed[]): Printed {
  return new PrintedText(
    parts.map(({ text }) => text).join(''),
    parts.map(({ onTerminal }) => onTerminal).join(''),
  );
}

/** In a style of the terminal, by the number of its SGR sequence. */
export function styled(style: number, inner: Printed, isOn: boolean): Printed {
  return isOn ? joined([plain(`\u001B[${style}m`), inner, plain('\u001B[0m')]) : inner;
}

/** A text that leads to an address in terminals that can (OSC 8). */
export function linked(url: string, inner: Printed): Printed {
  const address = quoted(url);
  return joined([
    plain('\u001B]8;;'),
    address,
    plain('\u001B\\'),
    inner,
    plain('\u001B]8;;\u001B\\'),
  ]);
}

/** An empty screen, the cursor in its corner. */
export function clearedScreen(): Printed {
  return plain('\u001B[2J\u001B[H');
}

/** Back to the start of the terminal's line, and clear it. */
export function clearedLine(): Printed {
  return plain('\r\u001B[K');
}

function quoted(value: string | number): Printed {
  return plain(visible(String(value)));
}

function plain(text: string): Printed {
  return new PrintedText(text, text);
}
