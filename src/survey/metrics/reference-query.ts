import type { LocalDate } from '../../base/index.ts';

export interface ReferenceQuery {
  metric: string;
  asOf: LocalDate;
  grain: string;
  variant?: 'headline' | 'conservative' | 'public';
  tree?: 'as_sold' | 'current';
  lookback?: number;
  horizon?: number;
  period?: number;
  level?: number;
}

/** Answers by name: `cell` or `cell/part` or `cell/cohort/age`; the platform's cell is ''. null: nothing to say. */
export type Answers = Map<string, number | null>;
