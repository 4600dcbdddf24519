import { ResponseError } from 'vscode-jsonrpc/node';
import type { Position, Range } from 'vscode-languageserver';

/** JSON-RPC and LSP error codes that this server answers with. */
export const errorCodes = {
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internalError: -32603,
  serverNotInitialized: -32002,
  requestCancelled: -32800,
  contentModified: -32801,
  serverCancelled: -32802,
  requestFailed: -32803,
} as const;

/**
 * Readers of one part of what a client sends, whose shape is the client's claim alone. `field`
 * answers undefined for what is not there; all others throw an `InvalidParams` error that names
 * `what` where a part is missing or of the wrong type. `params.ts` makes whole parameters of them.
 */
export function field(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

export function text(value: unknown, what: string): string {
  return typeof value === 'string' ? value : invalid(what);
}

export function list(value: unknown, what: string): readonly unknown[] {
  return Array.isArray(value) ? value : invalid(what);
}

export function range(value: unknown, what: string): Range {
  return {
    start: position(field(value, 'start'), `${what}.start`),
    end: position(field(value, 'end'), `${what}.end`),
  };
}

export function position(value: unknown, what: string): Position {
  return {
    line: uinteger(field(value, 'line'), `${what}.line`),
    character: uinteger(field(value, 'character'), `${what}.character`),
  };
}

/** An integer that fits LSP's `integer`; any other number is clamped, for a position out of range has an answer. */
function uinteger(value: unknown, what: string): number {
  if (typeof value !== 'number' || Number.isNaN(value)) return invalid(what);
  return Math.min(Math.max(Math.trunc(value), 0), 2 ** 31 - 1);
}

export function invalid(what: string): never {
  throw new ResponseError(errorCodes.invalidParams, `${what} is missing or of the wrong type`);
}
