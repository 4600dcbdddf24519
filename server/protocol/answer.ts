import { ResponseError, type CancellationToken } from 'vscode-jsonrpc/node';
import { cancelled } from './cancelled.ts';
import type { ServerContext } from './context.ts';
import { errorCodes } from './decode.ts';
import { requestHandlers } from './handlers.ts';
import { describeError } from './log.ts';
import { isForWorker } from './worker/routing.ts';

/**
 * Answers a request of the client's: what the handler says, or an error where the client has sent what cannot
 * be answered or does not want it any more. Where the handler itself fails, the log says so and nothing is
 * found. Never throws or rejects.
 */
export function answerRequest(
  context: ServerContext,
  method: string,
  params: unknown,
  token: CancellationToken,
): unknown {
  const handler = requestHandlers.get(method);
  if (handler === undefined)
    return new ResponseError(errorCodes.methodNotFound, `The server does not know ${method}.`);
  if (token.isCancellationRequested) return cancelled();
  const failed = (error: unknown): unknown => {
    if (error instanceof ResponseError) return error;
    context.log.write('error', `${method} failed: ${describeError(error)}`);
    return handler.empty(params);
  };
  try {
    const answer = isForWorker(context, method, params)
      ? context.heavy?.answer(method, params, token)
      : handler.answer(context, params, token);
    return answer instanceof Promise ? answer.catch(failed) : answer;
  } catch (error) {
    return failed(error);
  }
}
