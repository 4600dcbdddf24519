import { MessageChannel } from 'node:worker_threads';
import { PortMessageReader, PortMessageWriter } from 'vscode-jsonrpc/node';
import type { StartNetwork } from '../../server/protocol/network/messages.ts';
import { serveNetwork, type NetworkPlace } from '../../server/protocol/network/serve-network.ts';

/** What asks the network, in this thread, behind ports as a thread is. */
export function networkIn(place: NetworkPlace): StartNetwork {
  return () => {
    const { port1: here, port2: there } = new MessageChannel();
    serveNetwork(
      { reader: new PortMessageReader(there), writer: new PortMessageWriter(there) },
      place,
    );
    return {
      reader: new PortMessageReader(here),
      writer: new PortMessageWriter(here),
      onEnd: () => {},
      end: () => here.close(),
    };
  };
}
