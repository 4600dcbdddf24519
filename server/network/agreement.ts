import type { NetworkAnswer, NetworkProblem } from './client.ts';

/** A host that somebody has to agree to. */
export type Question = Extract<NetworkAnswer, { kind: 'ask' }>;

/** Asks the user about a host that has to be agreed to, and then again. */
export async function withAgreement<T extends { readonly kind: string }>(
  agrees: (host: string) => Promise<boolean>,
  ask: () => Promise<T | Question>,
): Promise<T | NetworkProblem> {
  const asked = new Set<string>();
  for (;;) {
    const answer = await ask();
    if (!isQuestion(answer)) return answer;
    if (asked.has(answer.host) || !(await agrees(answer.host)))
      return { kind: 'problem', problem: notAgreed(answer.host), status: null };
    asked.add(answer.host);
  }
}

function isQuestion(answer: { readonly kind: string }): answer is Question {
  return answer.kind === 'ask';
}

function notAgreed(host: string): string {
  return `${host} is named by the project and was not agreed to; --allow-host ${host} does`;
}
