import { visible } from '../../visible.ts';
import type { ServerContext } from '../context.ts';
import { field } from '../decode.ts';

const WARNING = 2;
const YES = 'Ask this host';

/** Asks whoever uses the editor whether a host may be asked that the project alone names. */
export async function agreesTo({ ask }: ServerContext, host: string): Promise<boolean> {
  const answer = await ask('window/showMessageRequest', {
    type: WARNING,
    message: `The project names the host ${visible(host)}, which nobody has agreed to. Ask it for packages?`,
    actions: [{ title: YES }],
  });
  return field(answer, 'title') === YES;
}
