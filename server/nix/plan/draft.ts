import type { TextEdit } from '../../text.ts';
import type { NixFile } from '../resolve/scope.ts';
import type { Container } from './insert.ts';
import { appendLines } from './insert.ts';
import type { Outcome } from './outcome.ts';
import type { FileStyle } from './style.ts';
import { readFileStyle } from './style.ts';

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
  readonly blocks: string[];
}

/** Collects what several requests change, so that what goes to one place is one edit and nothing is changed twice. */
export class Draft {
  #edits: ReadonlyMap<NixFile, ReadonlyMap<string, TextEdit>> = new Map();
  #additions: ReadonlyMap<object, Additions> = new Map();
  #enclosures: ReadonlyMap<object, { file: NixFile; all: readonly Enclosure[] }> = new Map();
  readonly #styles: Map<NixFile, FileStyle> = new Map();

  styleOf(file: NixFile): FileStyle {
    const known = this.#styles.get(file);
    if (known !== undefined) return known;
    const style = readFileStyle(file.tree);
    this.#styles.set(file, style);
    return style;
  }

  /** The same edit twice is one. */
  edit(file: NixFile, ...edits: readonly TextEdit[]): void {
    const all = new Map(this.#edits.get(file));
    for (const edit of edits) all.set(`${edit.span.start} ${edit.span.end} ${edit.newText}`, edit);
    this.#edits = new Map(this.#edits).set(file, all);
  }

  /** Inserts text at an offset. */
  insert(file: NixFile, offset: number, newText: string): void {
    this.edit(file, { span: { start: offset, end: offset }, newText });
  }

  /** Adds a block (LF, from column 0) behind the last item of `node`; those for one node are added together. */
  append(file: NixFile, node: object, container: Container, block: string): void {
    const blocks = this.#additions.get(node)?.blocks ?? [];
    if (blocks.includes(block)) return;
    const additions = { file, container, blocks: [...blocks, block] };
    this.#additions = new Map(this.#additions).set(node, additions);
  }

  /** Adds a block behind `node`; those for one node share what stands before and after. */
  enclose(file: NixFile, node: object, enclosure: Enclosure): void {
    const all = this.#enclosures.get(node)?.all ?? [];
    if (all.some(({ block }) => block === enclosure.block)) return;
    this.#enclosures = new Map(this.#enclosures).set(node, { file, all: [...all, enclosure] });
  }

  /** Runs `place`, and takes back what it has changed where nothing comes of it. */
  attempt<T extends Outcome | null>(place: () => T): T {
    const saved = [this.#edits, this.#additions, this.#enclosures] as const;
    const outcome = place();
    if (outcome !== null && outcome.kind !== 'edited')
      [this.#edits, this.#additions, this.#enclosures] = saved;
    return outcome;
  }

  /** Whether edits stand inside each other, so that one at a time is the way to make them. */
  get isTangled(): boolean {
    const opened = [...this.#additions.values()].filter(({ file: { tree }, container }) => {
      const { open, close, items } = container;
      return items.length > 0 && !tree.text.slice(open.end, close.start).includes('\n');
    });
    const containers = [...this.#additions.values()];
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
      this.edit(file, ...appendLines(file.tree, container, blocks, this.styleOf(file)));
    for (const { file, all } of this.#enclosures.values()) {
      const [first] = all;
      if (first === undefined) continue;
      const blocks = all.map(({ block }) => block).join('');
      this.insert(file, first.offset, first.before + blocks + first.after);
    }
    return new Map(
      [...this.#edits]
        .filter(([, edits]) => edits.size > 0)
        .map(([file, edits]) => [file.path, [...edits.values()]]),
    );
  }
}
