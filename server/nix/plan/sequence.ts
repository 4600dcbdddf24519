import type { TextEdit } from '../../text.ts';
import { applyEdits } from '../../text.ts';
import type { NixFiles, OverridePlan, OverrideRequest, Unplaced } from '../model.ts';
import { subjectName } from '../request.ts';

/**
 * Plans one request after the other, each on what the one before has made: for files where their edits would stand
 * inside each other. What comes of it is one edit a file.
 */
export function planInSequence(
  files: NixFiles,
  requests: readonly OverrideRequest[],
  planOne: (files: NixFiles, request: OverrideRequest) => OverridePlan,
): OverridePlan {
  const texts = new Map(files);
  const left: Unplaced[] = [];
  let last: OverridePlan = { outcome: 'present', reason: 'nothing is asked for' };
  let isEdited = false;
  for (const request of requests) {
    const plan = planOne(texts, request);
    if (plan.outcome === 'not-editable')
      left.push({ package: subjectName(request), because: plan.because, reason: plan.reason });
    if (plan.outcome !== 'edited') {
      if (last.outcome !== 'not-editable') last = plan;
      continue;
    }
    isEdited = true;
    for (const [path, edits] of plan.edits)
      texts.set(path, applyEdits(texts.get(path) ?? '', edits));
  }
  if (!isEdited) return last;
  const edits = new Map(
    [...texts].flatMap(([path, text]) => {
      const before = files.get(path) ?? '';
      return before === text ? [] : [[path, [difference(before, text)]] as const];
    }),
  );
  const plan = { outcome: 'edited', edits, creates: new Map<string, string>() } as const;
  return left.length === 0 ? plan : { ...plan, left };
}

/** One edit that makes `after` of `before`, as short as can be. */
function difference(before: string, after: string): TextEdit {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < most - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return {
    span: { start, end: before.length - tail },
    newText: after.slice(start, after.length - tail),
  };
}
