/** Yes, no, or not known. */
export type Answer = boolean | null;

/** Whether all hold: no where one does not, whatever is not known. */
export function allOf(answers: Iterable<Answer>): Answer {
  let all: Answer = true;
  for (const answer of answers) {
    if (answer === false) return false;
    if (answer === null) all = null;
  }
  return all;
}
