import { readFileSync } from 'node:fs';

/** Text of a .sql file of this folder. */
export function sqlText(name: string): string {
  return readFileSync(new URL(`./${name}.sql`, import.meta.url), 'utf8');
}
