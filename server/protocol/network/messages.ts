import type { MessageReader, MessageWriter } from 'vscode-jsonrpc/node';
import type { PageAnswer, PageQuestion, ReleaseQuestion } from '../../index/view.ts';
import type { WantedFile } from '../../inspect/wanted.ts';
import type { ToldVulnerabilities } from '../../network/vulnerabilities.ts';
import type { VulnerabilitySource } from '../../session/user-configuration.ts';

/** What the thread that asks the network is started with. */
export interface NetworkStart {
  readonly version: string;
  /** Of the user's configuration. */
  readonly indexHosts: readonly string[];
  readonly vulnerabilities: VulnerabilitySource | null;
}

/** A thread that does what takes long: reads packages, and asks the network where it may. */
export interface NetworkThread {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
  /** @param ended called when the thread has ended by itself. */
  onEnd(ended: () => void): void;
  end(): void;
}

export type StartNetwork = (start: NetworkStart) => NetworkThread;

/** Packages that are to be read, and kept in the user's cache. */
export interface ReadJob {
  readonly files: readonly WantedFile[];
  /** Names what is told of it meanwhile. */
  readonly job: number;
}

/** What became of it. */
export interface ReadDone {
  /** How many were read and kept. */
  readonly kept: number;
  /** Read, and not kept: what ranges gave, and what the lock has no hash of. */
  readonly unchecked: readonly string[];
  readonly missing: readonly {
    readonly name: string;
    readonly version: string;
    readonly why: string;
  }[];
  /** Why the cache could not be written; null where it could. */
  readonly problem: string | null;
}

/** The requests that the thread answers, each with its parameters and its answer. */
export interface NetworkRequests {
  readonly read: [ReadJob, ReadDone];
  readonly pages: [{ readonly packages: readonly PageQuestion[] }, readonly PageAnswer[]];
  readonly vulnerabilities: [
    { readonly releases: readonly ReleaseQuestion[] },
    ToldVulnerabilities,
  ];
}

/** What the thread asks back. */
export interface AskedBack {
  /** Whether the user agrees to a host. */
  readonly agrees: [{ readonly host: string }, boolean];
}

/** What the thread tells. */
export interface ToldByNetwork {
  readonly progress: {
    readonly job: number;
    readonly done: number;
    readonly bytes: number;
  };
}
