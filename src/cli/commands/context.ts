import type { Client } from '../client.ts';
import type { Lang, Translate } from '../words.ts';

/** What every command has at hand. */
export interface Context {
  readonly t: Translate;
  readonly lang: Lang;
  readonly json: boolean;
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  /** Connects when first asked, so that `--help` opens nothing. */
  client(): Promise<Client>;
  /** A line to stdout. */
  out(text: string): void;
  /** The command's answer: as JSON, or as the words given. */
  answer(value: unknown, words: () => string): void;
  /** Ends with another code than 0. */
  exit(code: number): void;
}
