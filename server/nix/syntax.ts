/**
 * The syntax tree of one Nix text (the language of Nix 2.34, with legacy forms), concrete enough to edit the text by
 * it: every node has its span, and so has every brace, keyword and separator. Offsets are UTF-16.
 *
 * A punctuation span is null where the text lacks it; an expression that is not there is a `MissingExpr`.
 */
import type { Span } from '../text.ts';

/** What `parseNix` makes of a text. */
export interface NixTree {
  readonly text: string;
  /** Null for a text without an expression and for one that is nested too deeply. */
  readonly root: Expr | null;
  /** Where the text departs from the grammar. Empty exactly if it is syntactically valid; see `semanticErrors` for the rest. */
  readonly errors: readonly NixError[];
  readonly comments: readonly Comment[];
  /** Every token in order, without blanks and comments. The last is `eof`. Not kept: ask once for all that is done with them. */
  readonly tokens: readonly Token[];
}

export interface NixError {
  readonly span: Span;
  readonly message: string;
}

export interface Comment {
  readonly kind: 'line' | 'block';
  readonly span: Span;
}

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

export type Keyword =
  | 'if'
  | 'then'
  | 'else'
  | 'assert'
  | 'with'
  | 'let'
  | 'in'
  | 'rec'
  | 'inherit'
  | 'or';

export type BinaryOperator =
  | '->'
  | '||'
  | '&&'
  | '=='
  | '!='
  | '<'
  | '>'
  | '<='
  | '>='
  | '//'
  | '+'
  | '-'
  | '*'
  | '/'
  | '++'
  | '|>'
  | '<|';

export type Punctuation =
  | '{'
  | '}'
  | '('
  | ')'
  | '['
  | ']'
  | '='
  | ';'
  | ':'
  | ','
  | '.'
  | '@'
  | '?'
  | '...'
  | '!'
  | '${';

export type TokenKind =
  | Keyword
  | BinaryOperator
  | Punctuation
  | 'identifier'
  | 'integer'
  | 'float'
  | 'uri'
  | 'search-path'
  /** The first text of a path; texts and interpolations follow, then a `path-end` of no width. */
  | 'path'
  | 'path-end'
  | 'string-open'
  | 'indented-open'
  /** A run of text in a string or path. */
  | 'text'
  | 'string-close'
  /** The `}` that closes a `${`. */
  | 'interpolation-close'
  | 'invalid'
  | 'eof';

export type Expr =
  | Identifier
  | NumberExpr
  | StringExpr
  | PathExpr
  | SearchPath
  | Uri
  | ListExpr
  | AttrSet
  | Lambda
  | Apply
  | Select
  | HasAttr
  | Unary
  | Binary
  | If
  | LetIn
  | With
  | Assert
  | Paren
  | MissingExpr;

/** Everything that can stand in a path from the root to an offset. */
export type Node =
  | Expr
  | AttrPath
  | Binding
  | Inherit
  | NameParameter
  | FormalsParameter
  | Formal
  | Interpolation
  | TextPart;

export interface Identifier {
  readonly kind: 'identifier';
  readonly span: Span;
  readonly name: string;
}

export interface NumberExpr {
  readonly kind: 'integer' | 'float';
  readonly span: Span;
}

/** `"…"` or `''…''`. See `stringValue` in parser/strings.ts for what it says. */
export interface StringExpr {
  readonly kind: 'string';
  readonly span: Span;
  readonly style: 'quoted' | 'indented';
  readonly open: Span;
  readonly parts: readonly (TextPart | Interpolation)[];
  readonly close: Span | null;
}

/** `./x`, `/x`, `~/x`, also with interpolations. */
export interface PathExpr {
  readonly kind: 'path';
  readonly span: Span;
  readonly parts: readonly (TextPart | Interpolation)[];
}

/** Text between interpolations, escapes as written. */
export interface TextPart {
  readonly kind: 'text';
  readonly span: Span;
}

export interface Interpolation {
  readonly kind: 'interpolation';
  readonly span: Span;
  /** `${` */
  readonly open: Span;
  readonly expr: Expr;
  readonly close: Span | null;
}

/** `<nixpkgs>` */
export interface SearchPath {
  readonly kind: 'search-path';
  readonly span: Span;
  /** Without the angle brackets. */
  readonly path: string;
}

/** An unquoted URI. */
export interface Uri {
  readonly kind: 'uri';
  readonly span: Span;
}

export interface ListExpr {
  readonly kind: 'list';
  readonly span: Span;
  readonly open: Span;
  readonly elements: readonly Expr[];
  readonly close: Span | null;
}

/** `{ … }`, `rec { … }`, and the ancient `let { …; body = …; }`. */
export interface AttrSet {
  readonly kind: 'attrs';
  readonly span: Span;
  /** The `rec`, or the `let` of the ancient form. */
  readonly keyword: Span | null;
  readonly form: 'plain' | 'rec' | 'let';
  readonly open: Span;
  readonly bindings: readonly (Binding | Inherit)[];
  readonly close: Span | null;
}

/** `path = value;` in a set or a `let`. The span ends after the semicolon. */
export interface Binding {
  readonly kind: 'binding';
  readonly span: Span;
  readonly path: AttrPath;
  readonly equals: Span | null;
  readonly value: Expr;
  readonly semicolon: Span | null;
}

/** `inherit a b;` or `inherit (from) a b;` */
export interface Inherit {
  readonly kind: 'inherit';
  readonly span: Span;
  readonly keyword: Span;
  readonly from: { readonly open: Span; readonly expr: Expr; readonly close: Span | null } | null;
  readonly names: readonly AttrName[];
  readonly semicolon: Span | null;
}

/** `a.b."c".${d}`. A name that is missing behind a dot is left out: `names` is then shorter than `dots` + 1. */
export interface AttrPath {
  readonly kind: 'attr-path';
  readonly span: Span;
  readonly names: readonly AttrName[];
  readonly dots: readonly Span[];
}

export type AttrName = Identifier | StringExpr | Interpolation;

export interface Lambda {
  readonly kind: 'lambda';
  readonly span: Span;
  readonly parameter: NameParameter | FormalsParameter;
  readonly colon: Span | null;
  readonly body: Expr;
}

/** The `x` of `x: …` */
export interface NameParameter {
  readonly kind: 'name-parameter';
  readonly span: Span;
  readonly name: Identifier;
}

/** The `{ a, b ? c, ... } @ args` of a function, on either side of the `@`. */
export interface FormalsParameter {
  readonly kind: 'formals-parameter';
  readonly span: Span;
  readonly open: Span;
  readonly formals: readonly Formal[];
  readonly ellipsis: Span | null;
  readonly close: Span | null;
  readonly alias: {
    readonly name: Identifier;
    readonly at: Span;
    readonly side: 'before' | 'after';
  } | null;
}

export interface Formal {
  readonly kind: 'formal';
  /** Without the comma. */
  readonly span: Span;
  readonly name: Identifier;
  readonly question: Span | null;
  readonly default: Expr | null;
  /** The comma behind it. */
  readonly comma: Span | null;
}

/** `fn arg`. `f a b` is `Apply(Apply(f, a), b)`. The ancient `f or` is an `Apply` to the identifier `or`. */
export interface Apply {
  readonly kind: 'apply';
  readonly span: Span;
  readonly fn: Expr;
  readonly arg: Expr;
}

/** `target.path` and `target.path or default` */
export interface Select {
  readonly kind: 'select';
  readonly span: Span;
  readonly target: Expr;
  readonly dot: Span;
  readonly path: AttrPath;
  readonly or: { readonly keyword: Span; readonly value: Expr } | null;
}

/** `target ? path` */
export interface HasAttr {
  readonly kind: 'has-attr';
  readonly span: Span;
  readonly target: Expr;
  readonly operator: Span;
  readonly path: AttrPath;
}

export interface Unary {
  readonly kind: 'unary';
  readonly span: Span;
  readonly operator: '!' | '-';
  readonly operatorSpan: Span;
  readonly operand: Expr;
}

export interface Binary {
  readonly kind: 'binary';
  readonly span: Span;
  readonly operator: BinaryOperator;
  readonly operatorSpan: Span;
  readonly left: Expr;
  readonly right: Expr;
}

export interface If {
  readonly kind: 'if';
  readonly span: Span;
  readonly keyword: Span;
  readonly condition: Expr;
  readonly thenKeyword: Span | null;
  readonly then: Expr;
  readonly elseKeyword: Span | null;
  readonly else: Expr;
}

export interface LetIn {
  readonly kind: 'let';
  readonly span: Span;
  readonly keyword: Span;
  readonly bindings: readonly (Binding | Inherit)[];
  readonly inKeyword: Span | null;
  readonly body: Expr;
}

/** `with scope; body` */
export interface With {
  readonly kind: 'with';
  readonly span: Span;
  readonly keyword: Span;
  readonly scope: Expr;
  readonly semicolon: Span | null;
  readonly body: Expr;
}

/** `assert condition; body` */
export interface Assert {
  readonly kind: 'assert';
  readonly span: Span;
  readonly keyword: Span;
  readonly condition: Expr;
  readonly semicolon: Span | null;
  readonly body: Expr;
}

export interface Paren {
  readonly kind: 'paren';
  readonly span: Span;
  readonly open: Span;
  readonly expr: Expr;
  readonly close: Span | null;
}

/** Where an expression should stand and none does: an empty span behind the token before it. */
export interface MissingExpr {
  readonly kind: 'missing';
  readonly span: Span;
}
