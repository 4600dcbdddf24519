import type { TextEdit } from '../../text.ts';
import type { NixFile } from '../resolve/scope.ts';
import type { Container } from './insert.ts';
import { appendLines } from './insert.ts';
import type { Outcome } from './outcome.ts';
import type { FileStyle } from './style.ts';
import { readFileStyle } from './style.ts';
import { memoize } from '../../memoize.ts';

export interface FileEdit {
  readonly file: NixFile;
  readonly edit: TextEdit;
}

/** Blocks that go to one offset inside a text that is made for them. */
export interface Enclosure {
  readonly offset: number;
  readonly before: string;
  readonly block: string;
  readonly after: string;
}

interface Additions {
  readonly file: NixFile;
  readonly container: Container;
  readonly blocks: Set<string>;
}

interface Enclosures {
  readonly file: NixFile;
  readonly all: Map<string, Enclosure>;
}

/** Collects what several requests change, so that what goes to one place is one edit and nothing is changed twice. */
export class Draft {
  readonly #edits: Map<NixFile, Map<string, TextEdit>> = new Map();
  readonly #additions: Map<object, Additions> = new Map();
  readonly #enclosures: Map<object, Enclosures> = new Map();
  readonly #styles: Map<NixFile, FileStyle> = new Map();
  /** How to take back what the current attempt has changed, in order. */
  #undo: (() => void)[] = [];

  styleOf(file: NixFile): FileStyle {
    const known = this.#styles.get(file);
    if (known !== undefined) return known;
    const style = readFileStyle(file.tree);
    this.#styles.set(file, style);
    return style;
  }

  /** Makes edits. One that is made twice is one. */
  edit(file: NixFile, ...edits: readonly TextEdit[]): void {
    const all = memoize(this.#edits, file, () => new Map<string, TextEdit>());
    for (const edit of edits) this.#add(all, keyOf(edit), edit);
  }

  /** Inserts text at an offset. */
  insert(file: NixFile, offset: number, newText: string): void {
    this.edit(file, { span: { start: offset, end: offset }, newText });
  }

  /** Adds a block (LF, from column 0) behind the last item of `node`; those for one node are added together. */
  append(file: NixFile, node: object, container: Container, block: string): void {
    const { blocks } = memoize(this.#additions, node, () => ({
      file,
      container,
      blocks: new Set(),
    }));
    if (blocks.has(block)) return;
    blocks.add(block);
    this.#undo.push(() => blocks.delete(block));
  }

  /** Adds a block behind `node`; those for one node share what stands before and after. */
  enclose(file: NixFile, node: object, enclosure: Enclosure): void {
    const { all } = memoize(this.#enclosures, node, () => ({ file, all: new Map() }));
    this.#add(all, enclosure.block, enclosure);
  }

  /** Runs `place`, and takes back what it has changed where nothing comes of it. Attempts do not nest. */
  attempt<T extends Outcome | null>(place: () => T): T {
    this.#undo = [];
    const outcome = place();
    if (outcome !== null && outcome.kind !== 'edited') for (const undo of this.#undo) undo();
    return outcome;
  }

  /** Runs `place` within an attempt, and takes back what this part of it has changed where it is refused. */
  part(place: () => Outcome): Outcome {
    const before = this.#undo.length;
    const outcome = place();
    if (outcome.kind === 'refused') for (const undo of this.#undo.splice(before)) undo();
    return outcome;
  }

  #add<T>(all: Map<string, T>, key: string, value: T): void {
    if (all.has(key)) return;
    all.set(key, value);
    this.#undo.push(() => all.delete(key));
  }

  /** Whether edits stand inside each other, so that one at a time is the way to make them. */
  get isTangled(): boolean {
    const containers = [...this.#additions.values()].filter(({ blocks }) => blocks.size > 0);
    const opened = containers.filter(({ file: { tree }, container }) => {
      const { open, close, items } = container;
      return items.length > 0 && !tree.text.slice(open.end, close.start).includes('\n');
    });
    return opened.some(
      ({ file, container: { open, close } }) =>
        [...(this.#edits.get(file)?.values() ?? [])].some(
          ({ span, newText }) =>
            open.end <= span.start && span.end <= close.start && newText.includes('\n'),
        ) ||
        containers.some(
          (other) =>
            other.file === file &&
            open.end <= other.container.open.start &&
            other.container.close.end <= close.start,
        ),
    );
  }

  /** All edits, by file. */
  finish(): ReadonlyMap<string, readonly TextEdit[]> {
    for (const { file, container, blocks } of this.#additions.values())
      if (blocks.size > 0)
        this.edit(file, ...appendLines(file.tree, container, [...blocks], this.styleOf(file)));
    for (const { file, all } of this.#enclosures.values()) {
      const [first] = all.values();
      if (first === undefined) continue;
      const blocks = [...all.keys()].join('');
      this.insert(file, first.offset, first.before + blocks + first.after);
    }
    return new Map(
      [...this.#edits]
        .filter(([, edits]) => edits.size > 0)
        .map(([file, edits]) => [file.path, [...edits.values()]]),
    );
  }
}

function keyOf({ span, newText }: TextEdit): string {
  return `${span.start} ${span.end} ${newText}`;
}
