import type { ClientCapabilities, ServerCapabilities } from 'vscode-languageserver';
import type { TokenType } from '../features/semantic-tokens.ts';
import { field } from './decode.ts';
import type { PositionEncoding } from './positions.ts';

/** The command behind the code lens; its argument is the manifest's URI. */
export const PROVIDE_COMMAND = 'pyproject-nix-ls.provideMissing';

/** Reads the log of a build: the URI of a document of the project, or null, and the log's text. */
/** Reads what packages say themselves: the URI of a file of the project, and their names or null. */
export const READ_COMMAND = 'pyproject-nix-ls.readPackages';

/** How the lock of a document's project is made anew; the client runs it, if its user wants that. */
export const LOCK_COMMAND = 'pyproject-nix-ls.lockCommand';

/** Shows what there is to do after an action's edits: a text. */
export const REPORT_COMMAND = 'pyproject-nix-ls.showReport';

/** Tells all the ways in which something of a document's project is locked anew. */
export const LOCKS_COMMAND = 'pyproject-nix-ls.lockCommands';

export const EXPLAIN_COMMAND = 'pyproject-nix-ls.explainLog';

/**
 * Puts its argument, a text, into the clipboard: a command of the client's own. For a client without
 * it the server has one that shows the text.
 */
export const COPY_COMMAND = 'pyproject-nix-ls.copyOverride';

/** The names that themes know, in the order of their numbers in an answer. */
export const TOKEN_TYPES: Readonly<Record<TokenType, string>> = {
  package: 'namespace',
  extra: 'enumMember',
  operator: 'operator',
  version: 'number',
  keyword: 'keyword',
  variable: 'variable',
};

/** What the client can do, asked once and answered in booleans. Everything else reads this and not the client's own words. */
export interface ClientProfile {
  readonly encoding: PositionEncoding;
  /**
   * Pulls diagnostics. Then none are pushed: doing both shows everything twice. One that cannot be asked to pull again,
   * and takes what is pushed, is not taken at its word: it would never see what a change of another file brings.
   */
  readonly pullsDiagnostics: boolean;
  /** Pulls again when asked to. */
  readonly refreshesDiagnostics: boolean;
  /**
   * May be offered `workspace/diagnostic`. Neovim 0.12 answers a refresh by pulling the workspace
   * and then leaves out the open documents, so that what an edit of another file changed would
   * never be seen in them.
   */
  readonly pullsWorkspaceDiagnostics: boolean;
  /** Takes the diagnostics of other documents along with those of the one that it pulls. */
  readonly relatedDocuments: boolean;
  readonly relatedInformation: boolean;
  readonly hoverMarkdown: boolean;
  /** Takes `documentChanges`. Neovim has resource operations and does not say that it has these. */
  readonly documentChanges: boolean;
  readonly createsFiles: boolean;
  readonly changeAnnotations: boolean;
  readonly codeActionLiterals: boolean;
  /** Carries `data` along and asks for the edit when an action is chosen. */
  readonly resolvesCodeActionEdits: boolean;
  /** Carries `data` along and asks for the command when an action is chosen, so that its argument need not be made before. */
  readonly resolvesCodeActionCommands: boolean;
  /** Has `COPY_COMMAND`, and says so in `experimental.commands.commands`: the protocol has no word for it. */
  readonly copiesText: boolean;
  /** Shows a message of several lines. Helix shows as much of it as fits on one. */
  readonly showsTexts: boolean;
  readonly definitionLinks: boolean;
  /** Takes registrations of file watchers. */
  readonly watchesFiles: boolean;
  /** Takes a folder and a pattern below it. eglot fails on the whole registration. */
  readonly watchesRelativePatterns: boolean;
  readonly configuration: boolean;
  readonly configurationChanges: boolean;
  readonly refreshesInlayHints: boolean;
  readonly refreshesCodeLenses: boolean;
  readonly workDoneProgress: boolean;
  readonly hierarchicalSymbols: boolean;
  readonly snippets: boolean;
  /** Shows a description behind the label of every completion. */
  readonly labelDetails: boolean;
  readonly completionMarkdown: boolean;
  /** Takes what the items of a list have in common once, with the list: the range that they replace, and `data`. */
  readonly completionDefaults: boolean;
  readonly preparesRename: boolean;
}

/** Reads the parameters of `initialize`, whatever they are: what is missing or of another shape is a capability that the client does not have. */
export function clientProfile(initializeParams: unknown): ClientProfile {
  const claimed = field(initializeParams, 'capabilities');
  // The one place that takes the client's word for a type: each member is looked at before it is used.
  const capabilities = (
    typeof claimed === 'object' && claimed !== null ? claimed : {}
  ) as ClientCapabilities;
  const { textDocument, workspace, window, general } = capabilities;
  const resourceOperations = workspace?.workspaceEdit?.resourceOperations;
  const hasResourceOperations = Array.isArray(resourceOperations);
  // Helix says it by another name than the protocol's.
  const refreshes = workspace?.diagnostics ?? field(workspace, 'diagnostic');
  const refreshesDiagnostics = field(refreshes, 'refreshSupport') === true;
  return {
    encoding: encodingOf(general?.positionEncodings),
    pullsDiagnostics:
      textDocument?.diagnostic != null &&
      (refreshesDiagnostics || textDocument.publishDiagnostics == null),
    refreshesDiagnostics,
    pullsWorkspaceDiagnostics: field(field(initializeParams, 'clientInfo'), 'name') !== 'Neovim',
    relatedDocuments: textDocument?.diagnostic?.relatedDocumentSupport === true,
    relatedInformation:
      textDocument?.publishDiagnostics?.relatedInformation === true ||
      textDocument?.diagnostic?.relatedInformation === true,
    hoverMarkdown: includes(textDocument?.hover?.contentFormat, 'markdown'),
    documentChanges: workspace?.workspaceEdit?.documentChanges === true || hasResourceOperations,
    createsFiles: includes(resourceOperations, 'create'),
    changeAnnotations: workspace?.workspaceEdit?.changeAnnotationSupport != null,
    codeActionLiterals: textDocument?.codeAction?.codeActionLiteralSupport != null,
    resolvesCodeActionEdits:
      textDocument?.codeAction?.dataSupport === true &&
      includes(textDocument.codeAction.resolveSupport?.properties, 'edit'),
    resolvesCodeActionCommands:
      textDocument?.codeAction?.dataSupport === true &&
      includes(textDocument.codeAction.resolveSupport?.properties, 'command'),
    copiesText: includes(
      field(field(capabilities.experimental, 'commands'), 'commands'),
      COPY_COMMAND,
    ),
    showsTexts: field(field(initializeParams, 'clientInfo'), 'name') !== 'helix',
    definitionLinks: textDocument?.definition?.linkSupport === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    watchesRelativePatterns: workspace?.didChangeWatchedFiles?.relativePatternSupport === true,
    configuration: workspace?.configuration === true,
    configurationChanges: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    refreshesCodeLenses: workspace?.codeLens?.refreshSupport === true,
    workDoneProgress: window?.workDoneProgress === true,
    hierarchicalSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    labelDetails: textDocument?.completion?.completionItem?.labelDetailsSupport === true,
    completionMarkdown: includes(
      textDocument?.completion?.completionItem?.documentationFormat,
      'markdown',
    ),
    completionDefaults: ['editRange', 'data'].every((property) =>
      includes(textDocument?.completion?.completionList?.itemDefaults, property),
    ),
    preparesRename: textDocument?.rename?.prepareSupport === true,
  };
}

/** The first that the client names and we know; UTF-16 where it names none (LSP 3.17). */
function encodingOf(offered: unknown): PositionEncoding {
  const known: readonly PositionEncoding[] = ['utf-8', 'utf-16', 'utf-32'];
  if (!Array.isArray(offered)) return 'utf-16';
  for (const name of offered) {
    const found = known.find((encoding) => encoding === name);
    if (found !== undefined) return found;
  }
  return 'utf-16';
}

function includes(list: unknown, item: string): boolean {
  return Array.isArray(list) && list.includes(item);
}

/** URIs of the workspace folders, in the client's order; the root where it names no folders. */
export function workspaceFolderUris(initializeParams: unknown): readonly string[] {
  const folders = field(initializeParams, 'workspaceFolders');
  const uris = (Array.isArray(folders) ? folders : []).map((folder) => field(folder, 'uri'));
  const named = uris.filter((uri) => typeof uri === 'string');
  if (named.length > 0) return named;
  const rootUri = field(initializeParams, 'rootUri');
  return typeof rootUri === 'string' ? [rootUri] : [];
}

/** Files that projects are made of, and folders, which may hold some. */
const FILES = {
  filters: [
    {
      scheme: 'file',
      pattern: { glob: '**/*.{toml,lock,nix,json,txt,in}', matches: 'file' as const },
    },
    { scheme: 'file', pattern: { glob: '**/Pipfile', matches: 'file' as const } },
    { scheme: 'file', pattern: { glob: '**', matches: 'folder' as const } },
  ],
};

/** What the server offers to this client. */
export function serverCapabilities(client: ClientProfile): ServerCapabilities {
  return {
    positionEncoding: client.encoding,
    textDocumentSync: { openClose: true, change: 2, save: { includeText: false } },
    hoverProvider: true,
    completionProvider: {
      resolveProvider: true,
      triggerCharacters: ['"', "'", '.', '[', '^', '~', '>'],
    },
    definitionProvider: true,
    declarationProvider: true,
    implementationProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: client.preparesRename ? { prepareProvider: true } : true,
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentLinkProvider: { resolveProvider: false },
    inlayHintProvider: { resolveProvider: false },
    codeLensProvider: { resolveProvider: false },
    executeCommandProvider: {
      // VS Code refuses a command that its extension has as well.
      commands: [
        PROVIDE_COMMAND,
        EXPLAIN_COMMAND,
        READ_COMMAND,
        LOCK_COMMAND,
        LOCKS_COMMAND,
        REPORT_COMMAND,
        ...(client.copiesText ? [] : [COPY_COMMAND]),
      ],
    },
    codeActionProvider: client.codeActionLiterals
      ? {
          codeActionKinds: ['quickfix', 'refactor.rewrite', 'source.fixAll.pyproject-nix-ls'],
          resolveProvider: client.resolvesCodeActionEdits || client.resolvesCodeActionCommands,
        }
      : false,
    semanticTokensProvider: {
      // `native` is our own: a theme may give it a colour.
      legend: { tokenTypes: Object.values(TOKEN_TYPES), tokenModifiers: ['native'] },
      full: { delta: true },
      range: true,
    },
    ...(client.pullsDiagnostics
      ? {
          diagnosticProvider: {
            identifier: 'pyproject-nix-ls',
            interFileDependencies: true,
            workspaceDiagnostics: client.pullsWorkspaceDiagnostics,
          },
        }
      : {}),
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      fileOperations: { didCreate: FILES, didRename: FILES, didDelete: FILES },
    },
  };
}
