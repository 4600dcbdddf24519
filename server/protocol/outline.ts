import { basename } from 'node:path/posix';
import type { CancellationToken } from 'vscode-jsonrpc/node';
import type {
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  InlayHint,
  SelectionRange,
  SymbolInformation,
  WorkspaceSymbol,
} from 'vscode-languageserver';
import { foldingSpans } from '../features/folding.ts';
import { inlayHints } from '../features/inlay-hints.ts';
import { documentLinks } from '../features/links.ts';
import type { Snapshot } from '../features/model.ts';
import { selectionSpans } from '../features/selection.ts';
import {
  documentSymbols,
  workspaceSymbols,
  type DocumentSymbol as Symbol,
} from '../features/symbols.ts';
import type { LoadedProject } from '../session/projects.ts';
import { SourceText } from '../text.ts';
import { locationOf, requestedSnapshot, type ServerContext } from './context.ts';
import type {
  DocumentParams,
  RangeParams,
  SelectionRangeParams,
  WorkspaceSymbolParams,
} from './params.ts';
import { scanWorkspace } from './scan.ts';

const SYMBOL_KINDS = { group: 3, package: 4, script: 12, extra: 10, file: 1, call: 12 } as const;
const TYPE_HINT = 1;
const MOST_WORKSPACE_SYMBOLS = 500;

/** `textDocument/documentSymbol` */
export function documentSymbol(
  context: ServerContext,
  params: DocumentParams,
): DocumentSymbol[] | SymbolInformation[] {
  const snapshot = requestedSnapshot(context, params);
  if (snapshot === null) return [];
  const symbols = documentSymbols(snapshot);
  return context.client.hierarchicalSymbols
    ? symbols.map((symbol) => encodeSymbol(context, snapshot, symbol))
    : symbols.flatMap((symbol) => flatten(context, snapshot, symbol, null));
}

function encodeSymbol(context: ServerContext, snapshot: Snapshot, symbol: Symbol): DocumentSymbol {
  const { positions } = context;
  return {
    // An empty name makes VS Code refuse the whole outline.
    name: symbol.name === '' ? '?' : symbol.name,
    detail: symbol.detail,
    kind: SYMBOL_KINDS[symbol.kind],
    range: positions.rangeOf(snapshot.source, symbol.span),
    selectionRange: positions.rangeOf(snapshot.source, symbol.selection),
    children: symbol.children.map((child) => encodeSymbol(context, snapshot, child)),
  };
}

function flatten(
  context: ServerContext,
  snapshot: Snapshot,
  symbol: Symbol,
  container: string | null,
): SymbolInformation[] {
  const location = locationOf(context, snapshot.sourceOf, {
    file: snapshot.file,
    span: symbol.span,
  });
  const own = {
    name: symbol.name === '' ? '?' : symbol.name,
    kind: SYMBOL_KINDS[symbol.kind],
    ...(container === null ? {} : { containerName: container }),
  };
  return [
    ...(location === null ? [] : [{ ...own, location }]),
    ...symbol.children.flatMap((child) => flatten(context, snapshot, child, symbol.name)),
  ];
}

/** `workspace/symbol` */
export async function workspaceSymbol(
  context: ServerContext,
  params: WorkspaceSymbolParams,
  token: CancellationToken,
): Promise<WorkspaceSymbol[]> {
  const query = params.query.toLowerCase();
  const found = new Map<string, WorkspaceSymbol>();
  await scanWorkspace(context, params, token, async (manifest) => {
    if (found.size >= MOST_WORKSPACE_SYMBOLS) return;
    for (const symbol of await context.cachedReports.symbolsOf(manifest))
      // Projects that share a Nix file name its overrides once.
      if (symbol.name.toLowerCase().includes(query))
        found.set(JSON.stringify(symbol.location), symbol);
  });
  return [...found.values()].slice(0, MOST_WORKSPACE_SYMBOLS);
}

/** All that one project names. */
export function symbolsOfProject(
  context: ServerContext,
  { project, sources }: LoadedProject,
): readonly WorkspaceSymbol[] {
  if (project === null) return [];
  const sourceOf = (file: string): SourceText | null => sources.get(file) ?? null;
  return workspaceSymbols(project).flatMap(({ name, kind, file, selection, detail }) => {
    const location = locationOf(context, sourceOf, { file, span: selection });
    // Editors show it behind “in”: `pillow`, in `uv.lock: 12.3.0`.
    const containerName = `${basename(file)}${detail === '' ? '' : `: ${detail}`}`;
    return location === null ? [] : [{ name, kind: SYMBOL_KINDS[kind], containerName, location }];
  });
}

/** `textDocument/foldingRange` */
export function foldingRange(context: ServerContext, params: DocumentParams): FoldingRange[] {
  const snapshot = requestedSnapshot(context, params);
  if (snapshot === null) return [];
  const { source } = snapshot;
  return foldingSpans(snapshot).flatMap(({ start, end }) => {
    const startLine = source.positionAt(start).line;
    const endLine = source.positionAt(end).line;
    return endLine > startLine ? [{ startLine, endLine }] : [];
  });
}

/** `textDocument/documentLink` */
export function documentLink(context: ServerContext, params: DocumentParams): DocumentLink[] {
  const snapshot = requestedSnapshot(context, params);
  if (snapshot === null) return [];
  return documentLinks(snapshot).map(({ span, to, tooltip }) => ({
    range: context.positions.rangeOf(snapshot.source, span),
    target: 'url' in to ? to.url : context.uris.of(to.file),
    tooltip,
  }));
}

/** `textDocument/inlayHint` */
export function inlayHint(context: ServerContext, params: RangeParams): InlayHint[] {
  const snapshot = requestedSnapshot(context, params);
  if (snapshot === null) return [];
  const { positions } = context;
  const span = positions.spanOf(snapshot.source, params.range);
  return inlayHints(snapshot, span).map(({ offset, label, tooltip }) => ({
    position: positions.positionOf(snapshot.source, offset),
    label,
    tooltip,
    kind: TYPE_HINT,
    paddingLeft: true,
  }));
}

/** `textDocument/selectionRange` */
export function selectionRange(
  context: ServerContext,
  params: SelectionRangeParams,
): SelectionRange[] {
  const snapshot = requestedSnapshot(context, params);
  const source = snapshot?.source ?? new SourceText('');
  const { positions } = context;
  return params.positions.map((each) => {
    const offset = positions.offsetOf(source, each);
    const spans = snapshot === null ? [] : selectionSpans(snapshot, offset);
    const none: SelectionRange = { range: { start: each, end: each } };
    return (
      spans.reduceRight<SelectionRange | null>(
        (parent, span) => ({
          range: positions.rangeOf(source, span),
          ...(parent === null ? {} : { parent }),
        }),
        null,
      ) ?? none
    );
  });
}
