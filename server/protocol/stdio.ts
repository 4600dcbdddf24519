import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { openKnowledge } from '../../overrides-db/lookup.ts';
import { userReadings } from '../session/user-readings.ts';
import { bundledKnowledge } from '../session/knowledge.ts';
import { nodeFileSystem } from '../session/node-file-system.ts';
import { readUserConfiguration } from '../session/user-configuration.ts';
import {
  describeError,
  firstLine,
  leveledLog,
  LOG_LEVELS,
  logLine,
  type Log,
  type LogLevel,
} from './log.ts';
import { networkStarter } from './network/start.ts';
import { serve } from './server.ts';
import { workerStarter } from './worker/thread.ts';

/**
 * How much the heap may grow, in percent of what is alive, before it is collected. V8 takes up to 300
 * by itself, as if it had the machine alone; here editor and other servers stand beside it.
 */
const HEAP_GROWTH = 100;

/** Milliseconds between two looks at whether the client is still there. */
const CLIENT_CHECK_MS = 3000;

/**
 * The language server on standard input and output. Ends the process: with 0 after `shutdown`, with
 * 1 when the client went away without, with 2 for arguments that are not known.
 *
 * @param main the program, of which a thread is started for heavy projects.
 */
export async function serveStdio(
  args: readonly string[],
  version: string,
  main: URL,
): Promise<void> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    process.stderr.write(`pyproject-nix-ls: ${options}\n`);
    process.exit(2);
  }
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);
  const log = makeLog(options);
  log.write('info', `version ${version}, Node ${process.version}, ${process.platform}`);
  // Standard output carries frames alone, whatever a library prints.
  console.log = (...parts: unknown[]) => log.write('info', firstLine(parts.map(String).join(' ')));
  process.on('uncaughtException', (error) => log.write('error', describeError(error)));
  process.on('unhandledRejection', (error) => log.write('error', describeError(error)));

  let watched: NodeJS.Timeout | null = null;
  const watchClient = (processId: number): void => {
    if (watched !== null) return;
    watched = setInterval(() => {
      if (!isRunning(processId)) process.exit(1);
    }, CLIENT_CHECK_MS);
  };
  if (options.clientProcessId !== null) watchClient(options.clientProcessId);
  const exitCode = await serve({
    input: process.stdin,
    output: process.stdout,
    version,
    log,
    fileSystem: nodeFileSystem,
    userConfiguration: () => readUserConfiguration(nodeFileSystem),
    knowledge() {
      const knowledge = bundledKnowledge();
      if (knowledge === null)
        log.write('error', 'overrides-db.bin is missing: nothing is known of any package');
      return knowledge ?? openKnowledge(new Uint8Array());
    },
    readings: userReadings(nodeFileSystem),
    startWorker: workerStarter(main),
    startNetwork: networkStarter(main),
    watchClient,
  });
  process.exit(exitCode);
}

interface Options {
  readonly clientProcessId: number | null;
  readonly logLevel: LogLevel;
  readonly logFile: string | null;
}

/** The options, or what is wrong with them. */
function readOptions(args: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        stdio: { type: 'boolean' },
        clientProcessId: { type: 'string' },
        'log-level': { type: 'string', default: 'warn' },
        'log-file': { type: 'string' },
      },
    });
    const logLevel = LOG_LEVELS.find((level) => level === values['log-level']);
    if (logLevel === undefined) return `--log-level must be one of ${LOG_LEVELS.join(', ')}`;
    const processId = Number(values.clientProcessId);
    return {
      clientProcessId: Number.isInteger(processId) && processId > 0 ? processId : null,
      logLevel,
      logFile: values['log-file'] ?? null,
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function makeLog({ logLevel, logFile }: Options): Log {
  let toFile = logFile;
  return leveledLog(logLevel, (level, message) => {
    const line = logLine(level, message);
    process.stderr.write(line);
    if (toFile === null) return;
    try {
      appendFileSync(toFile, `${new Date().toISOString()} ${line}`);
    } catch (error) {
      // The log must not end what it tells of; it says once why there is none.
      process.stderr.write(logLine('error', `--log-file: ${describeError(error).split('\n')[0]}`));
      toFile = null;
    }
  });
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // A process of another user may not be signalled, and is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
