import { quote } from '../engine.ts';
import type { Param, Params } from '../port.ts';

/** What a chDB connection is asked for. */
interface Asked {
  readonly query: string;
  readonly query_params?: Record<string, unknown>;
}

const ASKING: ReadonlySet<string | symbol> = new Set(['query', 'command', 'exec']);

/**
 * A chDB connection whose parameters are set on its own session. The package binds them in what all sessions share, and therefore runs
 * statements with parameters one after the other, whichever connection they are on: a look-up would wait for a load.
 * What a session was told stays with it, so a statement that names a parameter it was not given is refused here.
 */
export function onItsSession<Connection extends object>(connection: Connection): Connection {
  const told = new Set<string>();
  const bound = <A extends Asked>(asked: A): A => {
    const { query, query_params = {} } = asked;
    const names = Object.keys(query_params);
    for (const name of told)
      if (!(name in query_params) && query.includes(`{${name}:`))
        throw new Error(
          `Code: 456. DB::Exception: Substitution \`${name}\` is not set. (UNKNOWN_QUERY_PARAMETER)`,
        );
    if (names.length === 0) return asked;
    for (const name of names) told.add(name);
    return { ...asked, query: `${setting(query_params as Params)};\n${query}`, query_params: {} };
  };
  return new Proxy(connection, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return ASKING.has(name)
        ? async (asked: Asked) => member.call(target, bound(asked))
        : member.bind(target);
    },
  });
}

const setting = (params: Params): string =>
  `SET ${Object.entries(params)
    .map(([name, value]) => `param_${name} = ${quote(written(value))}`)
    .join(', ')}`;

/** A value as the engine reads a parameter: tab-separated text, escaped; texts within a list are quoted beside it. */
function written(value: Param): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return escaped(value);
  if (typeof value !== 'object') return String(Number(value));
  return `[${value.map((one) => (typeof one === 'string' ? `'${escaped(one)}'` : one)).join(',')}]`;
}

const escaped = (text: string) => text.replace(/[\\'\t\n\r\0]/g, (char) => ESCAPED[char]!);

const ESCAPED: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
};
