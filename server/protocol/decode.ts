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
} as const;

/**
 * Readers of what a client sends. Its shape is the client's claim alone: each reads one part, and
 * throws an `InvalidParams` error where it is not there.
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

/** An integer that fits LSP's `integer`; any other number is clamped, for a position out of range has an answer. */
function uinteger(value: unknown, what: string): number {
  if (typeof value !== 'number' || Number.isNaN(value)) return invalid(what);
  return Math.min(Math.max(Math.trunc(value), 0), 2 ** 31 - 1);
}

export function documentUri(params: unknown): string {
  return text(field(field(params, 'textDocument'), 'uri'), 'textDocument.uri');
}

export function positionOf(params: unknown): Position {
  return position(field(params, 'position'), 'position');
}

export function rangeOf(params: unknown): Range {
  return range(field(params, 'range'), 'range');
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

export function version(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function invalid(what: string): never {
  throw new ResponseError(errorCodes.invalidParams, `${what} is missing or of the wrong type`);
}
