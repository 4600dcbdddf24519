import { ResponseError } from 'vscode-jsonrpc/node';
import { errorCodes } from './decode.ts';

/** The answer to a request that the client does not want any more. */
export function cancelled(): ResponseError {
  return new ResponseError(errorCodes.requestCancelled, 'The request was cancelled.');
}
