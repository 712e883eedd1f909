import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AccessControl, Principal } from '../access/index.ts';

const CSP =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
  "font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Grand Canal</title>
<body style="font:16px/1.6 system-ui;max-width:40rem;margin:4rem auto;padding:0 1rem">
<h1>The console is not built</h1><p>The API works: see <a href="/docs">/docs</a>. To have the console, run
<code>npm run build</code> and start again.</p><p lang="zh-CN">控制台尚未构建。API 可用，见 <a href="/docs">/docs</a>；
要使用控制台，请运行 <code>npm run build</code> 后重新启动。</p>`;

/** Where the built console is: beside the published code, or in its workspace. */
function consoleRoot(): string | null {
  const here = dirname(fileURLToPath(import.meta.url));
  const candidates = [
    join(here, 'console'),
    join(here, '../console/dist'),
    join(here, '../../console/dist'),
    join(here, '../../dist/console'),
  ];
  return candidates.find((dir) => existsSync(join(dir, 'index.html'))) ?? null;
}

/** What the console asks for first: named with the page, it is on its way while the script is. */
function firstAnswers(who: Principal, path: string): string {
  const map = path === '/' && who.role === 'operator' ? ['/v1/flows?level=0&evidence=shown&limit=200'] : [];
  return ['/v1/me', '/v1/status', ...map]
    .map((address) => `<${address}>; rel=preload; as=fetch; crossorigin`)
    .join(', ');
}

/** Serves the console's files; every other page address gets its index, so that links into it work. */
export async function serveConsole(app: FastifyInstance, access: AccessControl, root = consoleRoot()) {
  if (root) {
    await app.register(fastifyStatic, {
      root,
      wildcard: false,
      index: false,
      preCompressed: true,
      // Names under assets/ carry a hash of their content.
      setHeaders: (reply, path) => {
        reply.setHeader(
          'cache-control',
          /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    });
  }
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const { cookie } = request.headers;
    const found = cookie ? await access.authenticate({ cookie, remoteAddress: request.ip }) : null;
    if (found) reply.header('link', firstAnswers(found.principal, request.url));
    reply.header('content-security-policy', CSP).header('cache-control', 'no-cache');
    if (root) return reply.sendFile('index.html');
    return reply.type('text/html; charset=utf-8').send(NOT_BUILT);
  };
}
