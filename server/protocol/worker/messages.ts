import type { MessageReader, MessageWriter } from 'vscode-jsonrpc/node';
import type { WorkspaceSymbol } from 'vscode-languageserver';
import type { PageAnswer, PageQuestion, ReleaseQuestion } from '../../index/view.ts';
import type { Wanted } from '../../inspect/wanted.ts';
import type { Vulnerability } from '../../project/model.ts';
import type { NetworkUse } from '../../session/user-configuration.ts';
import type { LogLevel } from '../log.ts';
import type { IndexQuestions } from '../kept-answers.ts';

/** What the worker is started with: the client's words, and what has become of them. */
export interface WorkerStart {
  readonly initializeParams: unknown;
  /** Absolute paths of the workspace folders as they are now. */
  readonly folders: readonly string[];
  /** What the client answered last to `workspace/configuration`; undefined where it was not asked. */
  readonly configuration: unknown;
  readonly allowRoots: readonly string[];
  /** Of the user's configuration. */
  readonly networkUse: NetworkUse;
  /** What the log takes. */
  readonly logLevels: readonly LogLevel[];
  /** How many workers there were before: what it gives names to is never taken for theirs. */
  readonly generation: number;
}

/** A thread with a session of its own, from the side of the thread that speaks with the client. */
export interface WorkerThread {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
  /** @param ended called once, when the thread has ended by itself, with why, in a few words. */
  onEnd(ended: (why: string) => void): void;
  end(): void;
}

export type StartWorker = (start: WorkerStart) => WorkerThread;

/** What is to be told of one file at one version of it, which is null where no editor has it open. */
export interface FileReport {
  readonly uri: string;
  readonly version: number | null;
  /** Each as JSON: texts pass between threads and to the client at a fraction of what objects cost. */
  readonly diagnostics: readonly string[];
}

/** What is to be told of one heavy project. URIs are those that the client uses. */
export interface ProjectReport {
  /** The URI of its manifest. */
  readonly manifest: string;
  /** The files that it is made of. */
  readonly files: readonly string[];
  readonly reports: readonly FileReport[];
}

/** A project that is as it was when it was last reported has its manifest alone. */
export type ReportedProject = ProjectReport | { readonly manifest: string };

/** What is to be told of one project that need not be open. */
export interface ClosedReport {
  /** Every path whose change may change it. Absolute paths. */
  readonly paths: readonly string[];
  readonly reports: readonly FileReport[];
  readonly symbols: readonly WorkspaceSymbol[];
}

/** What is to be read of the packages of a project. */
export interface WantedOfProject {
  /** The URI of its manifest. */
  readonly manifest: string;
  readonly wanted: Wanted;
}

/** The requests that the worker answers, each with its parameters and its answer. */
export interface WorkerRequests {
  /** A request of the client's. The answer is JSON in UTF-8, so that nobody has to write it twice. */
  readonly answer: [{ readonly method: string; readonly params: unknown }, Uint8Array];
  /** The heavy projects that documents are part of. */
  readonly report: [{ readonly uris: readonly string[] }, readonly ReportedProject[]];
  /** A project by the URI of its manifest. */
  readonly closed: [{ readonly manifest: string }, ClosedReport];
  /** Takes over what the log of a build says of the heavy projects of documents; answers it in words, a text for each. */
  readonly noteBuild: [{ readonly log: string; readonly uris: readonly string[] }, string[]];
  /** What is to be read of the packages of a document's project; null where it has none. Names by PEP 503, as `readPackagesOf` has them. */
  readonly wanted: [
    { readonly uri: string; readonly names: readonly string[] | null },
    WantedOfProject | null,
  ];
  /** What is to be known of the heavy projects of documents, and is not known to the worker yet. */
  readonly indexQuestions: [{ readonly uris: readonly string[] }, IndexQuestions];
  /** Gives those projects what was answered; whether they know something else than before. */
  readonly noteIndex: [{ readonly uris: readonly string[] }, boolean];
}

/** What the worker is told. */
export interface WorkerNotifications {
  /** A notification of the client's. */
  readonly take: { readonly method: string; readonly params: unknown };
  /** What the client answered to `workspace/configuration`, or sent along. */
  readonly settings: { readonly json: unknown };
  /** The user has had packages of a project read, which is named by the URI of its manifest. */
  readonly readings: { readonly manifest: string };
  /** What an index has answered. */
  readonly page: { readonly question: PageQuestion; readonly answer: PageAnswer };
  readonly vulnerabilities: {
    readonly releases: readonly ReleaseQuestion[];
    readonly answers: readonly (readonly Vulnerability[])[];
  };
}

/** What the worker tells, beside what it asks the client and shows to the user. */
export interface ToldByWorker {
  /** Files on the disk have changed. */
  readonly changed: null;
  /** A file is not read because it is outside of its project: a sentence. */
  readonly refused: { readonly message: string };
  readonly log: { readonly level: LogLevel; readonly message: string };
}

/** What the worker may ask and tell the client by way of the main thread, which knows all the rest itself. */
export const ASKED_OF_CLIENT = ['workspace/applyEdit'] as const;
export const TOLD_TO_CLIENT = ['window/showMessage'] as const;
