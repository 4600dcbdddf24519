import type { LogReading } from '../../build-log/model.ts';
import { LogReader } from '../../build-log/read.ts';
import type { CliIo } from '../io.ts';
import { line } from '../printed.ts';
import { nativePaths } from '../../session/native-paths.ts';
import { reasonOf } from '../../session/system-error.ts';

/**
 * Reads the log at `path`, `-` for standard input, which goes on to standard output byte for byte
 * where `passOn` says so. Null where it cannot be read, which is told.
 */
export function readLog(path: string, passOn: boolean, io: CliIo): LogReading | null {
  const elsewhere = howToGet(path);
  if (elsewhere !== null) {
    io.err(line`pyproject-nix-ls explain: ${elsewhere}\n`);
    return null;
  }
  const reader = new LogReader();
  try {
    const parts = io.readParts(path === '-' ? path : nativePaths.resolve(io.cwd, path), passOn);
    for (const part of parts) reader.push(part);
  } catch (error) {
    const what = path === '-' ? 'the log' : path;
    io.err(line`pyproject-nix-ls explain: ${what} cannot be read: ${reasonOf(error)}\n`);
    return null;
  }
  return reader.finish();
}

/** How to get a log that is no file: nothing is fetched, and no program is run. Null for a file. */
function howToGet(path: string): string | null {
  const piped = '| pyproject-nix-ls explain --log -';
  if (/^\/[\w./+-]{1,300}\.drv(?:\^[\w,*]{1,40})?$/.test(path))
    return `${path} is a derivation: nix log ${path.split('^', 1)[0] ?? path} ${piped}`;
  const run =
    /^https?:\/\/[\w.-]{1,200}\/([\w.-]{1,100}\/[\w.-]{1,100})\/actions\/runs\/(\d{1,20})/.exec(
      path,
    );
  if (run !== null)
    return `a log at an address is not fetched: gh run view ${run[2] ?? ''} --repo ${run[1] ?? ''} --log-failed ${piped}`;
  if (!/^https?:\/\//.test(path)) return null;
  return /^[\w:/.?=&%#~+,@-]{1,500}$/.test(path)
    ? `a log at an address is not fetched: curl -sSL '${path}' ${piped}`
    : `a log at an address is not fetched: download it, or pass it on by "curl -sSL … ${piped}".`;
}
