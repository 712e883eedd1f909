import { ERRORS } from '../base/index.ts';

/** docs/errors.md, from the error table alone. Every problem's `type` links to a heading of it. */
export function errorsMarkdown(): string {
  const sections = Object.entries(ERRORS).map(
    ([code, [status, title, remedy]]) => `## ${code}\n\n${title}. HTTP ${status}.\n\n${remedy}\n`,
  );
  return `# Errors

Generated from \`src/base/errors.ts\` by \`npx tsx scripts/errors-doc.ts\`. Every failure of the API is an RFC 9457 problem
with one of these codes; the command line prints the same, and rejected rows carry them.

${sections.join('\n')}`;
}
