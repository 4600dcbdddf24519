import type { KnowledgeBase } from '../../../overrides-db/model.ts';
import { NOT_HERE, type Inspected, type NotFound } from '../../inspect/inspected.ts';
import { saidNeeds, type SaidNeed } from '../../inspect/news.ts';
import type { Wanted } from '../../inspect/wanted.ts';
import { needLabel } from '../../targets/needs.ts';
import type { CliIo } from '../io.ts';
import { joined, json, line, type Printed } from '../printed.ts';

/** What was read for one lock, and what was not. */
export interface Inspection {
  readonly inspected: readonly Inspected[];
  readonly missing: readonly NotFound[];
  readonly wanted: Wanted;
}

/** Prints what each file says, what is new against the bundled facts, and what was not found. */
export function reportInspection(
  inspections: readonly Inspection[],
  { format, knowledge }: { readonly format: 'text' | 'json'; readonly knowledge: KnowledgeBase },
  io: CliIo,
): void {
  const inspected = inspections.flatMap((each) =>
    each.inspected.map((one) => ({ ...one, needs: needsOf(one, knowledge) })),
  );
  const missing = inspections.flatMap((each) => each.missing);
  const left = inspections.flatMap(({ wanted }) => wanted.left);
  if (format === 'json') {
    io.out(
      json({
        formatVersion: 1,
        files: inspected.map(({ file, reading, where, isChecked, needs }) => ({
          name: file.name,
          version: file.version,
          file: file.file,
          sha256: reading.sha256,
          checked: isChecked,
          where,
          complete: reading.incomplete !== true,
          needs: needs.map(({ need, required, at, isNew }) => ({
            need: needLabel(need),
            required,
            at,
            new: isNew,
          })),
        })),
        notFound: missing.map(({ file: { name, version, file }, why }) => ({
          name,
          version,
          file,
          why,
        })),
        left,
      }),
    );
    return;
  }
  io.out(joined([...inspected.map(sectionOf), ...footer(inspected.length, missing, left)]));
}

function needsOf({ file, reading }: Inspected, knowledge: KnowledgeBase): readonly SaidNeed[] {
  const { name, version, source } = file;
  return saidNeeds(knowledge, { name, version, source, reading });
}

function sectionOf({
  file,
  reading,
  where,
  isChecked,
  needs,
}: Inspected & { readonly needs: readonly SaidNeed[] }): Printed {
  const kind =
    file.commit !== undefined
      ? `its repository at ${file.commit.id.slice(0, 12)}`
      : file.source === 'sdist'
        ? 'its sdist'
        : `its wheel ${file.file}`;
  const doubt = isChecked ? '' : ', not checked against the lock';
  const labels = needs.map(({ need, required }) =>
    required ? needLabel(need) : `${needLabel(need)} (optional)`,
  );
  const width = Math.max(0, ...labels.map(({ length }) => length)) + 2;
  return joined([
    line`${file.name} ${file.version}: ${kind}, from ${where}${doubt}\n`,
    ...[
      // Two names of one line may mean one need.
      ...new Set(
        needs.map(
          ({ at, isNew }, index) =>
            `${(labels[index] ?? '').padEnd(width)}${at}${isNew ? '  new' : ''}`,
        ),
      ),
    ].map((need) => line`  ${need}\n`),
    ...(needs.length === 0 ? [line`  names nothing that it needs\n`] : []),
    ...(reading.incomplete === true ? [line`  not all of it could be read\n`] : []),
  ]);
}

function footer(
  read: number,
  missing: readonly NotFound[],
  left: Wanted['left'],
): readonly Printed[] {
  const reasons = new Map<string, string[]>();
  for (const { name, version, why } of left)
    reasons.set(why, [...(reasons.get(why) ?? []), `${name} ${version}`]);
  const elsewhere = missing.filter(({ why }) => why !== NOT_HERE);
  for (const { file, why } of elsewhere)
    reasons.set(why, [...(reasons.get(why) ?? []), `${file.name} ${file.version}`]);
  const here = missing.filter(({ why }) => why === NOT_HERE);
  const blank = read > 0 && (missing.length > 0 || left.length > 0) ? [line`\n`] : [];
  return [
    ...(read + missing.length + left.length === 0
      ? [line`All that is locked was read before; --all reads it again.\n`]
      : []),
    ...blank,
    ...(here.length > 0
      ? [
          line`Not on this machine: ${here.map(({ file: { name, version } }) => `${name} ${version}`).join(', ')}. --fetch fetches what the lock pins.\n`,
        ]
      : []),
    ...[...reasons].map(
      ([why, packages]) =>
        line`Not read, as ${why}: ${packages.slice(0, SHOWN).join(', ')}${more(packages.length)}.\n`,
    ),
  ];
}

const SHOWN = 8;

function more(count: number): string {
  return count > SHOWN ? ` and ${count - SHOWN} more` : '';
}
