import type { Readable, Writable } from 'node:stream';
import type { KnowledgeBase } from '../../overrides-db/model.ts';
import type { FileSystem } from '../session/file-system.ts';
import type { UserConfiguration } from '../session/user-configuration.ts';
import type { UserReadings } from '../session/user-readings.ts';
import type { Log } from './log.ts';
import type { StartNetwork } from './network/messages.ts';
import type { StartWorker } from './worker/messages.ts';

/** What the server is given by the process that it runs in. */
export interface ServerHost {
  readonly input: Readable;
  readonly output: Writable;
  readonly version: string;
  readonly log: Log;
  readonly fileSystem: FileSystem;
  readonly userConfiguration: () => UserConfiguration;
  /** Called once, behind the answer to `initialize`: reading it takes a moment. */
  readonly knowledge: () => KnowledgeBase;
  /** What the user has had read in packages; absent where nothing is to be taken from it. */
  readonly readings?: UserReadings;
  /** Starts the thread that answers for heavy projects; null where this one has to do it all. */
  readonly startWorker: StartWorker | null;
  /** Starts the thread that reads packages and asks the network; absent where there is none. */
  readonly startNetwork?: StartNetwork;
  /** Called with the client's process id, to end the server when that process is gone. */
  watchClient(processId: number): void;
}
