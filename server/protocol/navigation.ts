import type {
  DocumentHighlight,
  Location,
  LocationLink,
  TextDocumentPositionParams,
} from 'vscode-languageserver';
import {
  declarationsAt,
  definitionsAt,
  highlightsAt,
  implementationsAt,
  referencesAt,
} from '../features/navigation.ts';
import type { Snapshot } from '../features/model.ts';
import type { Occurrence } from '../features/occurrences.ts';
import { locationOf, requestedPlace, type ServerContext } from './context.ts';
import type { ReferenceParams } from './params.ts';

type Finder = (snapshot: Snapshot, offset: number) => readonly Occurrence[];
type Answer = (
  context: ServerContext,
  params: TextDocumentPositionParams,
) => Location[] | LocationLink[];

/** `textDocument/definition` */
export const definition: Answer = (context, params) => jump(context, params, definitionsAt);

/** `textDocument/declaration` */
export const declaration: Answer = (context, params) => jump(context, params, declarationsAt);

/** `textDocument/implementation` */
export const implementation: Answer = (context, params) => jump(context, params, implementationsAt);

/** `textDocument/references` */
export function references(context: ServerContext, params: ReferenceParams): Location[] {
  const place = requestedPlace(context, params);
  if (place === null) return [];
  return locations(
    context,
    place.snapshot,
    referencesAt(place.snapshot, place.offset, params.context.includeDeclaration),
  );
}

/** `textDocument/documentHighlight` */
export function documentHighlight(
  context: ServerContext,
  params: TextDocumentPositionParams,
): DocumentHighlight[] {
  const place = requestedPlace(context, params);
  if (place === null) return [];
  const { source } = place.snapshot;
  return highlightsAt(place.snapshot, place.offset).map(({ span }) => ({
    range: context.positions.rangeOf(source, span),
  }));
}

function jump(
  context: ServerContext,
  params: TextDocumentPositionParams,
  find: Finder,
): Location[] | LocationLink[] {
  const place = requestedPlace(context, params);
  if (place === null) return [];
  const found = locations(context, place.snapshot, find(place.snapshot, place.offset));
  if (!context.client.definitionLinks) return found;
  return found.map(({ uri, range }) => ({
    targetUri: uri,
    targetRange: range,
    targetSelectionRange: range,
  }));
}

function locations(
  context: ServerContext,
  { sourceOf }: Snapshot,
  occurrences: readonly Occurrence[],
): Location[] {
  return occurrences.flatMap((occurrence) => locationOf(context, sourceOf, occurrence) ?? []);
}
