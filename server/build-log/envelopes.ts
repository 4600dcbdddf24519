/**
 * A line without what the system that ran the build put before it: GitHub's and GitLab's time
 * stamps (with the job and the step of `gh run view --log`), Jenkins' in brackets, BuildKit's step
 * and seconds, the seconds of the Open Build Service, the frame that nom draws.
 */
export function withoutEnvelope(text: string): string {
  const first = text.charCodeAt(0);
  // Nearly all lines have none: only what one begins with is looked at closely.
  const begins = isDigit(first) || '#[┃│ \uFEFF'.includes(text.charAt(0));
  if (!begins && !text.includes('\t')) return text;
  const inner = text.replace(OF_JOB, '').replace(TIME, '');
  return inner.replace(BUILDKIT, '').replace(OBS, '').replace(FRAME, '');
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

const OF_JOB = /^[^\t]{1,200}\t[^\t]{1,200}\t\uFEFF?(?=\d{4}-\d\d-\d\dT)/;
/** GitLab has a number and the letter of a stream behind its stamp, and `+` where a line goes on. */
const TIME =
  /^\uFEFF?\[?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)\]?(?: \d\d[OE][ +])? ?/;
const BUILDKIT = /^#\d{1,5} \d{1,6}\.\d{1,4} /;
/** The Open Build Service: seconds since the build began. */
const OBS = /^\[ {0,6}\d{1,7}s\] /;
const FRAME = /^[┃│] /;
