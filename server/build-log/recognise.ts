import { packageOfDerivation } from './derivations.ts';
import type { Message } from './messages/model.ts';
import type { Recognised } from './model.ts';
import { recognise, type Where } from './tells.ts';

/** What the first of `messages` that fits a line says; null where none does. */
export function recogniseLine(
  messages: readonly Message[],
  text: string,
  where: Where,
): Recognised | null {
  for (const message of messages) {
    if (!text.includes(message.marker)) continue;
    const match = message.pattern.exec(text);
    const found = match === null ? null : readMessage(message, match, where);
    if (found !== null) return found;
  }
  return null;
}

function readMessage(message: Message, match: RegExpExecArray, where: Where): Recognised | null {
  const [, first = '', second = ''] = match;
  const names = message.names ?? [first];
  const found = names.flatMap((name) => recognise(message.tells, name, where) ?? []);
  const [only] = found;
  if (only === undefined) return null;
  const own = message.advice?.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? '');
  const advice = [own, only.advice].filter((one) => one !== undefined).join(' ');
  const named =
    message.namesPackage === true
      ? packageOfDerivation(second === '' ? first : `${first}-${second}`)
      : null;
  return {
    needs: found.flatMap(({ needs }) => needs ?? []),
    runTime: found.flatMap(({ runTime }) => runTime ?? []),
    ...(advice === '' ? {} : { advice }),
    ...(only.versionVariable === undefined ? {} : { versionVariable: only.versionVariable }),
    ...(named === null ? {} : { package: named }),
    ...(message.preferWheel === true ? { preferWheel: true } : {}),
    ...(message.inEvaluation === true ? { inEvaluation: true } : {}),
    ...(message.byPlace === true || only.byPlace === true ? { byPlace: true } : {}),
    ...(message.tells === 'collision' ? { collision: second } : {}),
    ...(message.isProbe === true ? { isProbe: true } : {}),
    ...(message.isBuilt === true ? { isBuilt: true } : {}),
  };
}
