import type { SyntaxProblem } from './model.ts';

/** Reads one text from left to right by patterns; keeps the first problem. */
export class Scanner {
  readonly text: string;
  position: number;
  problem: SyntaxProblem | null = null;

  constructor(text: string, position: number = 0) {
    this.text = text;
    this.position = position;
  }

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** What the sticky `pattern` matches here, without moving on. */
  peek(pattern: RegExp): string | null {
    pattern.lastIndex = this.position;
    return pattern.exec(this.text)?.[0] ?? null;
  }

  /** As `peek`, and moves behind it. */
  take(pattern: RegExp): string | null {
    const found = this.peek(pattern);
    if (found !== null) this.position += found.length;
    return found;
  }

  /** PEP 508 knows blanks and tabs only. */
  skipSpace(): void {
    this.take(/[ \t]+/y);
  }

  /** Notes a problem from `start` to here, or of what stands here; the first one stays. Returns null. */
  fail(problem: string, start: number = this.position): null {
    const end = Math.max(this.position, Math.min(start + 1, this.text.length));
    this.problem ??= { problem, span: { start, end } };
    return null;
  }
}
