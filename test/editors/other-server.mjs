/**
 * Stands for the TOML server that a user has already: it attaches and offers nothing of its own.
 * It proves that ours works beside it.
 */
let received = Buffer.alloc(0);

process.stdin.on('data', (chunk) => {
  received = Buffer.concat([received, chunk]);
  for (;;) {
    const header = /^Content-Length: (\d+)\r\n(?:[^\r\n]+\r\n)*\r\n/.exec(
      received.toString('latin1'),
    );
    if (header === null) return;
    const start = header[0].length;
    const end = start + Number(header[1]);
    if (received.length < end) return;
    const message = JSON.parse(received.subarray(start, end).toString('utf8'));
    received = received.subarray(end);
    answer(message);
  }
});

function answer({ id, method }) {
  if (method === 'exit') process.exit(0);
  if (id === undefined || method === undefined) return;
  const result =
    method === 'initialize'
      ? { capabilities: { textDocumentSync: 1 }, serverInfo: { name: 'taplo' } }
      : null;
  const body = JSON.stringify({ jsonrpc: '2.0', id, result });
  process.stdout.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
