import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What a server of the tests answers to one path. */
export type Route = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on loopback, which ends with the test. */
export interface TestServer {
  /** `http://127.0.0.1:PORT`. */
  readonly address: string;
  readonly host: string;
  /** The path of each request, in order. */
  readonly asked: readonly string[];
}

/** Serves routes by their path; anything else is 404. */
export async function serve(routes: Readonly<Record<string, Route>>): Promise<TestServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const route = routes[path];
    if (route !== undefined) route(request, response);
    else {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, asked };
}

/** Answers with a text. */
export function text(body: string, headers: Readonly<Record<string, string>> = {}): Route {
  return (_, response) => {
    response.writeHead(200, headers);
    response.end(body);
  };
}

/** Answers with bytes, or the range of them that is asked for. */
export function bytes(body: Uint8Array): Route {
  return (request, response) => {
    const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    if (from === undefined || to === undefined) {
      response.writeHead(200, { 'content-length': body.length });
      response.end(body);
      return;
    }
    // Without a start it is so many of the last.
    const start = from === '' ? Math.max(0, body.length - Number(to)) : Number(from);
    const end = from === '' || to === '' ? body.length : Math.min(Number(to) + 1, body.length);
    if (start >= body.length) {
      response.writeHead(416, { 'content-range': `bytes */${body.length}` });
      response.end();
      return;
    }
    response.writeHead(206, {
      'content-range': `bytes ${start}-${end - 1}/${body.length}`,
      'content-length': end - start,
    });
    response.end(body.subarray(start, end));
  };
}

/** Announces all, sends the beginning, and breaks off. */
export function truncated(body: Uint8Array, sent: number): Route {
  return (_, response) => {
    response.writeHead(200, { 'content-length': body.length });
    response.write(body.subarray(0, sent), () => response.destroy());
  };
}
