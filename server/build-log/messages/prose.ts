import type { Message } from './model.ts';

/** What a package of a distribution has that others are built with. */
const DEVELOPMENT =
  '(?:[Dd]evelopment|[Dd]evel|[Dd]ev) (?:files|headers|libraries|library|packages?)';
const ABSENT =
  '(?:not found|not installed|missing|not available|could not be found|cannot be found|required|needed)';

/**
 * How setup scripts say in sentences of their own what they lack, whatever that is called. Of these only names that are
 * known count, and only where no message of a known tool ends the build.
 */
export const proseMessages: readonly Message[] = [
  {
    marker: ' executable not found',
    pattern:
      /^\s{0,12}(?:[Ee]rror|[\w.]{1,60}(?:Error|Exception)): ([\w.+-]{2,40}) executable not found/,
    tells: 'program',
    source: 'setup scripts that ask a library by its own program (psycopg2)',
    example: 'Error: pg_config executable not found.',
    gives: 'libpq.pg_config, libpq',
  },
  {
    marker: 'no lib',
    pattern: /\b[Nn]o lib([\w.+-]{2,40}) (?:was )?(?:detected|found)\b/,
    tells: 'sought',
    isProbe: true,
    source: 'setup scripts that else build a library of their own (pycapnp)',
    example: '*WARNING* no libcapnp detected or rebuild forced.',
    gives: 'capnproto',
  },
  {
    marker: 'Berkeley DB',
    pattern: /(?:[Cc]an't|[Cc]annot|[Cc]ould not|[Uu]nable to) find .{0,30}\bBerkeley DB\b/,
    tells: 'named',
    names: ['db'],
    source: 'setup scripts of bindings of Berkeley DB (berkeleydb, bsddb3)',
    example: "Can't find a local Oracle Berkeley DB installation.",
    gives: 'db',
  },
  {
    marker: 'not installed or not in',
    pattern: /\b([\w.+-]{2,40}) is not installed or not in (?:the )?\$?(?:PATH|path)/,
    tells: 'sought',
    source: 'setup scripts that ask pkg-config (xmlsec)',
    example: 'error: xmlsec1 is not installed or not in path.',
    gives: 'xmlsec',
  },
  {
    marker: 'evel',
    pattern: new RegExp(`\\b([\\w.+-]{2,40}) ${DEVELOPMENT} (?:is |are |was |were )?${ABSENT}`),
    tells: 'sought',
    isProbe: true,
    source: 'setup scripts, of the headers of a library',
    example: 'Exception: Subversion development files not found. Please set SVN_PREFIX.',
    gives: 'subversion',
  },
  ...['library', 'libraries', 'header', 'headers', 'executable', 'binary', 'compiler'].map(
    (noun): Message => ({
      marker: ` ${noun} `,
      pattern:
        /\b([\w.+-]{2,40}) (?:library|libraries|headers?|executable|binary|compiler) (?:is |are |was |were |has |have )?(?:not been found|not found|not installed|missing|not available|could not be found|cannot be found|required|needed)/,
      tells: 'sought',
      isProbe: true,
      source: 'setup scripts and configure scripts',
      example: `ValueError: portaudio ${noun} not found, aborting`,
      gives: 'portaudio',
    }),
  ),
  ...['find', 'locate', 'detect', 'load', 'execute'].map((verb): Message => ({
    marker: ` ${verb} `,
    pattern:
      /(?:[Cc]ould not|[Cc]ouldn't|[Cc]annot|[Cc]an't|[Uu]nable to|[Ff]ailed to|did not) (?:find|locate|detect|load|execute) (?:the |a |any |required |system |native ){0,3}['"`]?([\w.+-]{2,40}?)['"`]?(?: |[.,;:!](?: |$)|$)/,
    tells: 'sought',
    isProbe: true,
    source: 'setup scripts and configure scripts',
    example: `RuntimeError: Could not ${verb} the system libsodium, set its prefix`,
    gives: 'libsodium',
  })),
  ...['without', 'requires', 'require', 'needs', 'Install', 'install', 'missing'].map(
    (word): Message => ({
      marker: `${word} `,
      pattern: /\b(?:without|requires?|needs|[Ii]nstall|missing) ['"`]?([A-Za-z][\w-]{2,40})\b/,
      tells: 'sought-module',
      isProbe: true,
      source: 'setup scripts, of packages that they build with',
      example: `ImportError: this ${word} Cython to be there`,
      gives: 'cython',
    }),
  ),
  {
    marker: 'nstall ',
    pattern:
      /[Ii]nstall (?:the |your )?['"`]?([\w.+-]{2,40})['"`]? (?:library|headers|and its headers|first)/,
    tells: 'sought',
    isProbe: true,
    source: 'setup scripts',
    example: 'You have to install the portaudio library.',
    gives: 'portaudio',
  },
];
