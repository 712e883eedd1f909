import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import files from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { languageOf, type PageAnswer, type RenderPage, STATE_ID } from '../../storefront/src/page.ts';

/** Longest wait for the marketplace before a page is sent with what is known; the browser asks for the rest. */
const WAIT_MS = 1_500;

export interface Pages {
  /** The built storefront; beside it, in a folder of the same name and `-server`, what draws its first pages. */
  readonly dir: string;
  /** The Cookie header by which this visitor's own calls are known. */
  readonly cookieOf: (request: FastifyRequest) => string;
}

/**
 * Serves the storefront: its files, and every other address as a page that is drawn here, from what the visitor's own calls of this host
 * answer. The browser takes it over; where it cannot be drawn here, the browser draws it.
 * @returns the handler of every address that is nothing else
 */
export async function registerPages(app: FastifyInstance, { dir, cookieOf }: Pages) {
  await app.register(files, {
    root: dir,
    index: false,
    wildcard: false,
    preCompressed: true,
    // Names under assets/ carry a hash of their content.
    setHeaders: (reply, path) => {
      reply.setHeader(
        'cache-control',
        /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  const frame = readFileSync(join(dir, 'index.html'), 'utf8');
  const renderer = join(`${dir}-server`, 'server.js');
  const render = existsSync(renderer)
    ? ((await import(pathToFileURL(renderer).href)) as { renderPage: RenderPage }).renderPage
    : null;

  return async (request: FastifyRequest, reply: FastifyReply) => {
    const language = languageOf(request.headers.cookie, request.headers['accept-language']);
    const drawn = await render?.({
      url: request.url,
      language,
      fetch: callsOf(app, cookieOf(request)),
      waitAtMostMs: WAIT_MS,
    }).catch(() => null);
    if (drawn?.location) return reply.redirect(drawn.location);
    return reply
      .code(drawn?.status ?? 200)
      .header('cache-control', 'private, no-cache')
      .header('vary', 'cookie, accept-language')
      .type('text/html; charset=utf-8')
      .send(documentOf(frame, language, drawn ?? null));
  };
}

/** The page in its document. */
function documentOf(frame: string, language: string, drawn: PageAnswer | null): string {
  const page = frame.replace('<html lang="en">', `<html lang="${language}">`);
  if (!drawn) return page;
  // Painted when all of it is there, so that nothing is seen to move while it comes.
  const whole = `<link rel="expect" href="#${STATE_ID}" blocking="render" />`;
  // Functions, because `$` in a replacement means something.
  return page
    .replace('</head>', () => `${whole}</head>`)
    .replace(
      '<div id="root"></div>',
      () =>
        `<div id="root">${drawn.html}</div><script type="application/json" id="${STATE_ID}">${drawn.state}</script>`,
    );
}

/** A visitor's calls of this host, made here instead of by the browser: through the same gateway, with the same refusals. */
function callsOf(app: FastifyInstance, cookie: string): typeof fetch {
  return async (url, init = {}) => {
    const answer = await app.inject({
      method: (init.method ?? 'GET') as 'GET' | 'POST',
      url: String(url),
      headers: { ...(init.headers as Record<string, string>), cookie },
      ...(typeof init.body === 'string' ? { payload: init.body } : {}),
    });
    return new Response(answer.body, {
      status: answer.statusCode,
      headers: { 'content-type': String(answer.headers['content-type'] ?? '') },
    });
  };
}
