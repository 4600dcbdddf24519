import { externalIdentifiers, externalToAttrs } from '../../../overrides-db/external.ts';
import type { Project } from '../../project/model.ts';
import { tomlOf } from '../../project/inputs/text-file.ts';
import type { Snapshot } from '../model.ts';
import { completionContext, type CompletionContext } from './context.ts';
import { buildRequirementItems, classifierItems, licenseItems } from './metadata.ts';
import { constraintItems } from './constraints.ts';
import { extraItems } from './extras.ts';
import { headerContext } from './headers.ts';
import {
  beyondSchemas,
  BUILD_BACKENDS,
  DEPENDENCY_KEYS,
  keysOf,
  MARKER_VARIABLES,
  type Keys,
} from './keys.ts';
import { item, type Completion, type CompletionItem } from './model.ts';
import { completeNix } from './nix.ts';
import { packageItems } from './packages.ts';
import { pipfileContext } from './pipfile.ts';
import { requirementsContext, type RequirementsContext } from './requirements.ts';
import { tomlCursorAt } from './toml-cursor.ts';

/** What can be written at an offset. Null where this program has nothing to say. */
export function complete(snapshot: Snapshot, offset: number): Completion | null {
  if (snapshot.role === 'nix') return completeNix(snapshot, offset);
  if (snapshot.role !== 'manifest') return null;
  const [project] = snapshot.projects;
  const context = contextAt(snapshot, offset);
  if (context === null) return null;
  const completion =
    context.kind === 'items' ? all(context.items) : itemsFor(context, project, snapshot);
  return completion.items.length === 0 ? null : { ...completion, span: context.span };
}

function contextAt(
  { projects: [project], source, completesSchemaKeys }: Snapshot,
  offset: number,
): RequirementsContext | null {
  const document = tomlOf(project.input.manifest);
  if (document === null) return requirementsContext(source.text, offset, project);
  const cursor = tomlCursorAt(document, offset);
  if (cursor === null)
    return headerContext(document, offset, project.manifest, completesSchemaKeys);
  return project.manifest.kind === 'pipfile' ? pipfileContext(cursor) : completionContext(cursor);
}

type Items = Omit<Completion, 'span'>;

function itemsFor(context: CompletionContext, project: Project, snapshot: Snapshot): Items {
  switch (context.kind) {
    case 'dependency-key':
      return packageItems(project, context.typed, context.hasValue ? 'name' : 'entry');
    case 'requirement-name':
      return packageItems(project, context.typed, 'name');
    case 'constraint':
      return all(constraintItems(project, context.package, context.style));
    case 'extra':
      return all(extraItems(project, context.package));
    case 'marker':
      return all(MARKER_VARIABLES.map(([name, text]) => item('marker', name, '', text)));
    case 'group':
      return all(groupItems(project, context.origin));
    case 'declared-name':
      return all(declaredItems(project));
    case 'source':
      return all(project.manifest.sources.map(({ name }) => item('value', name, 'source', '')));
    case 'backend':
      return all(
        BUILD_BACKENDS.map(([backend, from]) =>
          item('value', backend, from, `Provided by ${from}.`),
        ),
      );
    case 'build-requirement':
      return buildRequirementItems(project, context.typed);
    case 'classifier':
      return all(classifierItems(context.typed));
    case 'license':
      return all(licenseItems());
    case 'locked-name':
      return all(lockedItems(project));
    case 'dependency-option':
      return all(asItems(snapshot.completesSchemaKeys ? DEPENDENCY_KEYS : []));
    case 'external':
      return all(externalItems());
    case 'table-key':
      return all(keyItems(context.table, snapshot));
  }
}

function all(items: readonly CompletionItem[]): Items {
  return { items, isIncomplete: false };
}

/** What Nix builds of the lock, for lists of `[tool.uv]`. */
function lockedItems({ lock }: Project): readonly CompletionItem[] {
  return [...(lock?.byName ?? [])].map(([name, [locked]]) =>
    item('package', name, locked?.version ?? '', ''),
  );
}

function groupItems(
  { manifest }: Project,
  origin: 'tool.poetry' | 'dependency-groups',
): readonly CompletionItem[] {
  return manifest.groups
    .filter((group) => group.origin === origin)
    .map(({ name }) => item('group', name, 'group', ''));
}

/** Dependencies that an extra of Poetry's may name. */
function declaredItems({ manifest }: Project): readonly CompletionItem[] {
  const names = manifest.dependencies
    .filter(({ origin, group }) => origin === 'tool.poetry' && group === 'main')
    .map(({ name, optional }) => item('package', name, optional ? 'optional' : '', ''));
  return names;
}

/** The identifiers that a nixpkgs attribute is known for. */
function externalItems(): readonly CompletionItem[] {
  return externalIdentifiers().map((identifier) => {
    const row = externalToAttrs(identifier);
    const attrs = (row?.inputs ?? []).map(({ attr }) => attr).join(' ');
    const detail = attrs === '' ? 'in every build' : attrs;
    return item('value', identifier, detail, row?.note ?? `nixpkgs has it as ${attrs}.`);
  });
}

function keyItems(
  table: readonly string[],
  { settings, completesSchemaKeys }: Snapshot,
): readonly CompletionItem[] {
  const [first, second, third] = table;
  if (first === 'tool' && second === 'pyproject-nix-ls') {
    const words = third === 'severity' ? settings.codes : third === undefined ? settings.keys : [];
    return asItems(words);
  }
  const keys = keysOf(table) ?? [];
  return asItems(completesSchemaKeys ? keys : beyondSchemas(table, keys));
}

function asItems(keys: Keys): readonly CompletionItem[] {
  return keys.map(([key, text]) => item('key', key, '', text));
}
