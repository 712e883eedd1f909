import { type ASTNode, Environment, type ParseResult } from '@marcbachmann/cel-js';
import type { Snapshot } from '../snapshot/types.ts';
import { type Field, REQUEST_FIELDS, type RequestFacts, VOCABULARY } from './vocabulary.ts';

/** What is wrong with a condition, and where: offsets into its text. */
export interface ConditionFault {
  readonly code: 'syntax' | 'unknown_name' | 'wrong_type' | 'too_complex' | 'not_allowed';
  readonly detail: string;
  readonly start: number;
  readonly end: number;
}

/** A condition that passed the check. Errors while it is evaluated (a missing attribute, a division by zero) are "does not hold". */
export interface Condition {
  readonly text: string;
  /** Conjuncts by what they read; the condition holds where all of them do. */
  readonly ofOffer: ParseResult | null;
  readonly ofRequest: ParseResult | null;
  readonly mixed: ParseResult | null;
}

/** Reads one offer of a snapshot by the vocabulary's names; moved from offer to offer. */
export interface Cursor {
  snapshot: Snapshot;
  offer: number;
}

const LIMITS = {
  maxAstNodes: 400,
  maxDepth: 24,
  maxListElements: 300,
  maxMapEntries: 0,
  maxCallArguments: 4,
};
/** Functions whose cost is bounded by the text they are given. No regular expressions, no loops. */
const FUNCTIONS = new Set(['size', 'double', 'int', 'string', 'has', 'contains', 'startsWith', 'endsWith']);

/** A class whose fields read the cursor, so that evaluating a condition copies nothing. */
function viewOf(fields: Record<string, Field>) {
  class View {
    constructor(readonly cursor: Cursor) {}
  }
  for (const [name, field] of Object.entries(fields)) {
    const get =
      field.type === 'int'
        ? function (this: View) {
            return BigInt(Math.round(field.read(this.cursor.snapshot, this.cursor.offer) as number));
          }
        : function (this: View) {
            return field.read(this.cursor.snapshot, this.cursor.offer);
          };
    Object.defineProperty(View.prototype, name, { get, enumerable: true });
  }
  return View;
}

class RequestView {
  constructor(facts: RequestFacts) {
    for (const [name, type] of Object.entries(REQUEST_FIELDS)) {
      const value = facts[name as keyof RequestFacts];
      Object.defineProperty(this, name, { value: type === 'int' ? BigInt(value) : value, enumerable: true });
    }
  }
}

const VIEWS = Object.entries(VOCABULARY).map(([name, fields]) => ({ name, fields, View: viewOf(fields) }));
const environment = new Environment({ limits: LIMITS });
for (const { name, fields, View } of VIEWS) {
  environment
    .registerType(`grandcanal.${name}`, {
      ctor: View,
      fields: Object.fromEntries(Object.entries(fields).map(([field, { type }]) => [field, type])),
    })
    .registerVariable(name, `grandcanal.${name}`);
}
environment
  .registerType('grandcanal.request', { ctor: RequestView, fields: { ...REQUEST_FIELDS } })
  .registerVariable('request', 'grandcanal.request');

/** The values that a parsed condition is called with; `cursor` is moved by the caller. */
export function contextOf(cursor: Cursor, request: RequestFacts | null): Record<string, unknown> {
  const context: Record<string, unknown> = {};
  for (const { name, View } of VIEWS) context[name] = new View(cursor);
  if (request) context.request = new RequestView(request);
  return context;
}

/** True where the parsed part holds; an error while evaluating is "does not hold". */
export function holds(part: ParseResult, context: Record<string, unknown>): boolean {
  try {
    return part(context) === true;
  } catch {
    return false;
  }
}

/** Checks a condition in CEL against the vocabulary, and splits it by what it reads. Never throws, never evaluates. */
export function compileCondition(text: string): Condition | ConditionFault {
  let parsed: ParseResult;
  try {
    parsed = environment.parse(text);
  } catch (error) {
    return faultOf(error, text);
  }
  const banned = findBanned(parsed.ast);
  if (banned) return banned;
  const checked = parsed.check();
  if (!checked.valid) return faultOf(checked.error, text);
  if (checked.type !== 'bool')
    return fault(
      'wrong_type',
      `A condition must be true or false, this is of type ${checked.type}.`,
      parsed.ast.range,
    );

  const parts: Record<'ofOffer' | 'ofRequest' | 'mixed', string[]> = {
    ofOffer: [],
    ofRequest: [],
    mixed: [],
  };
  for (const conjunct of conjunctsOf(parsed.ast) ?? [parsed.ast]) {
    const names = namesIn(conjunct);
    const asksRequest = names.has('request');
    const asksOffer = [...names].some((name) => name !== 'request');
    const part = !asksRequest ? 'ofOffer' : asksOffer ? 'mixed' : 'ofRequest';
    parts[part].push(conjunct === parsed.ast ? text : text.slice(conjunct.range.start, conjunct.range.end));
  }
  const join = (list: string[]) => {
    if (list.length === 0) return null;
    const part = environment.parse(list.map((one) => `(${one})`).join(' && '));
    part.check();
    return part;
  };
  try {
    return { text, ofOffer: join(parts.ofOffer), ofRequest: join(parts.ofRequest), mixed: join(parts.mixed) };
  } catch {
    // Parentheses took it over a limit that it met by itself: kept whole.
    return { text, ofOffer: null, ofRequest: null, mixed: parsed };
  }
}

/** The `&&` parts of a condition, each of whose source text means the same by itself; null where one does not. */
function conjunctsOf(ast: ASTNode): ASTNode[] | null {
  if (ast.op !== '&&') return null;
  const parts = ast.args.flatMap((side) => conjunctsOf(side) ?? [side]);
  return parts.every(standsAlone) ? parts : null;
}

function standsAlone(node: ASTNode): boolean {
  try {
    const again = environment.parse(node.input.slice(node.range.start, node.range.end));
    return shapeOf(again.ast) === shapeOf(node);
  } catch {
    return false;
  }
}

const shapeOf = (node: ASTNode) =>
  JSON.stringify(node.toOldStructure(), (_key, value) => (typeof value === 'bigint' ? `${value}n` : value));

function* walk(node: ASTNode): Generator<ASTNode> {
  yield node;
  for (const child of childrenOf(node)) yield* walk(child);
}

function childrenOf(node: ASTNode): ASTNode[] {
  if (node.op === 'value' || node.op === 'id') return [];
  return [node.args]
    .flat(3)
    .filter((part): part is ASTNode => typeof part === 'object' && part !== null && 'op' in part);
}

const namesIn = (ast: ASTNode) =>
  new Set([...walk(ast)].flatMap((node) => (node.op === 'id' ? [node.args] : [])));

function findBanned(ast: ASTNode): ConditionFault | null {
  for (const node of walk(ast)) {
    if ((node.op === 'call' || node.op === 'rcall') && !FUNCTIONS.has(node.args[0]))
      return fault(
        'not_allowed',
        `${node.args[0]}() is not for conditions; these are: ${[...FUNCTIONS].join(', ')}.`,
        node.range,
      );
  }
  return null;
}

const fault = (
  code: ConditionFault['code'],
  detail: string,
  range: { readonly start: number; readonly end: number } | undefined,
): ConditionFault => ({ code, detail, start: range?.start ?? 0, end: range?.end ?? 0 });

const CODES: Record<string, ConditionFault['code']> = {
  unknown_variable: 'unknown_name',
  no_such_key: 'unknown_name',
  limit_exceeded: 'too_complex',
};

function faultOf(error: unknown, text: string): ConditionFault {
  const { code, summary, range, name } = error as {
    code?: string;
    summary?: string;
    name?: string;
    range?: { start: number; end: number };
  };
  const kind = CODES[code ?? ''] ?? (name === 'ParseError' ? 'syntax' : 'wrong_type');
  const offered =
    kind === 'unknown_name' && code === 'unknown_variable'
      ? ` Known: ${[...Object.keys(VOCABULARY), 'request'].join(', ')}.`
      : '';
  return fault(
    kind,
    `${summary ?? 'The condition cannot be read'}.${offered}`,
    range ?? { start: 0, end: text.length },
  );
}
