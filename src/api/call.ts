import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Principal } from '../access/index.ts';
import type { RouteName, RouteSpec, Routes } from '../contracts/index.ts';
import type { Engine } from '../engine/index.ts';
import type { Reader } from './reader.ts';
import type { Sheet } from './sheet.ts';

type Out<T> = T extends z.ZodType ? z.output<T> : undefined;
type Field<R, K extends keyof RouteSpec> = K extends keyof R ? Out<R[K]> : undefined;

/** What a handler gets: validated parts, who asks, and a reader that already knows what they may see. */
export interface Call<N extends RouteName> {
  readonly engine: Engine;
  /** Null on public routes only. */
  readonly principal: Principal;
  readonly reader: Reader;
  readonly params: Field<Routes[N], 'params'>;
  readonly query: Field<Routes[N], 'query'>;
  readonly body: Field<Routes[N], 'body'>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** A handler's answer as a table: the rows of the same answer, so that export and API cannot differ. */
export interface Table {
  readonly sheet: (lang: 'en' | 'zh-CN') => Sheet;
  readonly name: string;
}

/** An answer that is JSON already, in UTF-8. */
export class Written {
  constructor(readonly json: Buffer) {}
}

export type Handler<N extends RouteName> = (call: Call<N>) => Promise<Out<Routes[N]['response']> | Written>;
export type Handlers<N extends RouteName> = { readonly [K in N]: Handler<K> };
/** For routes with `csv`: from the JSON answer to its table. */
export type Tables<N extends RouteName> = {
  readonly [K in N]: (answer: Out<Routes[K]['response']>) => Table;
};
