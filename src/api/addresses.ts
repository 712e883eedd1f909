import { ROUTES } from '../contracts/index.ts';

const PATTERNS = Object.values(ROUTES).map((spec) => ({
  method: spec.method as string,
  pattern: new RegExp(`^${spec.path.replace(/:[a-z_]+/g, '[^/]+')}$`),
}));
for (const path of ['/healthz', '/readyz', '/metrics', '/openapi.json']) {
  PATTERNS.push({ method: 'GET', pattern: new RegExp(`^${path.replace('.', '\\.')}$`) });
}

/** Methods that an address takes; none when there is no such address. */
export function methodsOf(path: string): string[] {
  return [...new Set(PATTERNS.filter((p) => p.pattern.test(path)).map((p) => p.method))];
}
