/** The PEP 503 form of a project or extra name: lower case, runs of `-`, `_`, `.` as one `-`. Total on any text. */
export function normalizeName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}

/** Whether `name` is a project name as PEP 508 has it: ASCII letters and digits, `-`, `_`, `.` between them. */
export function isValidName(name: string): boolean {
  return /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i.test(name);
}
