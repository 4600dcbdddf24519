import type { Snapshot } from '../features/model.ts';
import type { Session } from '../session/session.ts';
import { allowsNetwork, type NetworkUse } from '../session/user-configuration.ts';
import type { SourceText, Span } from '../text.ts';
import type { Activity } from './activity.ts';
import type { ClientProfile } from './capabilities.ts';
import type { Log } from './log.ts';
import type { ReportedDiagnostics } from './reported-diagnostics.ts';
import type { CachedReports } from './cached-reports.ts';
import type { OpenUris } from './open-uris.ts';
import type { Progresses } from './progress.ts';
import type { SentTokens } from './sent-tokens.ts';
import type { Positions } from './positions.ts';
import type { Trace } from './trace.ts';
import type { Ask, Notify } from './methods.ts';
import type { ServerNetwork } from './network/server-network.ts';
import type { HeavyProjects } from './worker/heavy-projects.ts';
import type { DocumentParams } from './params.ts';
import type { Location, TextDocumentPositionParams } from 'vscode-languageserver';

/** What a handler works with, from `initialize` on. */
export interface ServerContext {
  readonly session: Session;
  readonly client: ClientProfile;
  readonly positions: Positions;
  readonly log: Log;
  readonly trace: Trace;
  readonly uris: OpenUris;
  readonly reported: ReportedDiagnostics;
  readonly progresses: Progresses;
  readonly cachedReports: CachedReports;
  readonly sentTokens: SentTokens;
  /** The projects that a worker answers for; null in the worker itself, and where there is none. */
  readonly heavy: HeavyProjects | null;
  /** What may be had from the network by the user's own configuration; a client can lower it. */
  readonly networkUse: NetworkUse;
  /** What has it; null in the worker, and where there is none. */
  readonly network: ServerNetwork | null;
  readonly activity: Readonly<Activity>;
  readonly notify: Notify;
  readonly ask: Ask;
  /** To be called when something that diagnostics depend on may have changed. */
  readonly invalidate: () => void;
  /** To be called with a document that was opened: what will be asked of it first is made ready. */
  readonly prepare: (file: string) => void;
}

/** Whether something may be had from the network at this moment. */
export function mayUse({ session, networkUse }: ServerContext, use: NetworkUse): boolean {
  return allowsNetwork(networkUse, session.clientNetwork, use);
}

/** The document that a request is about; null where no project has a use for it. */
export function requestedSnapshot(
  context: ServerContext,
  { textDocument }: DocumentParams,
): Snapshot | null {
  const file = context.uris.fileOf(textDocument.uri);
  return file === null ? null : context.session.snapshot(file);
}

/** The document that a request is about, with the offset of its position. */
export function requestedPlace(
  context: ServerContext,
  params: TextDocumentPositionParams,
): { readonly snapshot: Snapshot; readonly offset: number } | null {
  const snapshot = requestedSnapshot(context, params);
  if (snapshot === null) return null;
  return { snapshot, offset: context.positions.offsetOf(snapshot.source, params.position) };
}

/** A place in any file of the snapshot's projects; null where its text is not loaded. */
export function locationOf(
  context: ServerContext,
  sourceOf: (file: string) => SourceText | null,
  { file, span }: { readonly file: string; readonly span: Span },
): Location | null {
  const source = sourceOf(file);
  if (source === null) return null;
  return { uri: context.uris.of(file), range: context.positions.rangeOf(source, span) };
}
