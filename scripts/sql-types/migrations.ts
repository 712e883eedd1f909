import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Generated modules by path: `migrations.gen.ts` of each folder of numbered .sql files. */
export function migrationLists(folders: readonly string[]): Map<string, string> {
  return new Map(folders.map((folder) => [join(folder, 'migrations.gen.ts'), moduleOf(folder)]));
}

function moduleOf(folder: string): string {
  const files = readdirSync(folder)
    .filter((f) => f.endsWith('.sql'))
    .sort();
  const entries = files.map((file, i) => {
    const [, number, name] = /^(\d{4})_([a-z0-9_]+)\.sql$/.exec(file) ?? [];
    if (number === undefined || Number(number) !== i + 1) {
      throw new Error(`${join(folder, file)}: migrations are 0001_name.sql, 0002_name.sql … without gaps.`);
    }
    const text = readFileSync(join(folder, file), 'utf8');
    return `  {\n    version: ${i + 1},\n    name: ${JSON.stringify(name)},\n    text: ${literal(text)},\n  },\n`;
  });
  return `${banner(`${basename(folder)}/*.sql`)}
export const migrations = [
${entries.join('')}] as const;
`;
}

export const banner = (source: string) => `// Generated from ${source} by \`npm run sql\`. Do not edit.`;

/** Text as a template literal: SQL stays readable in diffs. */
export function literal(text: string): string {
  return `\`${text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;
}
