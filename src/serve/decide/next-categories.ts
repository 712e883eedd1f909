import {
  type Artefact,
  type IndexedHistory,
  loadNextCategory,
  nextCategoryPredictor,
  type Predictor,
} from '../../models/index.ts';
import type { Snapshot } from '../snapshot/types.ts';

/** Lines of a person that the model reads; the latest are kept. */
const LINES = 2048;

/** The next-category model on a snapshot: one person at a time, live purchases included. */
export interface NextCategories {
  readonly artefact: Artefact;
  readonly horizon: number;
  /** Model number of a category or the nearest above it that the model knows; −1 none. */
  readonly ofCategory: Int32Array;
  /** Category of a model number. */
  readonly category: Int32Array;
  /** Chance of a first purchase within the horizon, by model number; −1 where held. Valid after `read`. */
  readonly chance: Float64Array;
  /** Log-odds of the same, for what adds them up; −∞ where held. */
  readonly predictor: Predictor;
  /** Empties the person. */
  begin(): void;
  /** Lines in the order of their days. */
  line(category: number, day: number, position: number): void;
  /** Fills `chance` for the lines given, as of `day`. @returns false where there is nothing to go by */
  read(day: number): boolean;
  /** Held category that speaks most for model number m, of the person last read; −1 none. */
  because(m: number): number;
}

/** Opens the snapshot's artefact; null where it holds none. @throws schema_mismatch when it is malformed */
export function openNextCategories(snapshot: Snapshot): NextCategories | null {
  if (snapshot.models.nextCategory === null || snapshot.models.nextCategory === undefined) return null;
  const artefact = loadNextCategory(snapshot.models.nextCategory);
  const { categories } = snapshot;
  const known = artefact.state.categories;
  const ofCategory = new Int32Array(categories.parent.length).fill(-1);
  const category = new Int32Array(known).fill(-1);
  for (let c = 0; c < ofCategory.length; c++) {
    let at = c;
    for (let up = 0; at >= 0 && categories.inModel[at]! < 0 && up < 32; up++) at = categories.parent[at]!;
    if (at >= 0) ofCategory[c] = categories.inModel[at]!;
    const m = categories.inModel[c]!;
    // The topmost category of a number has the offers of all below it.
    if (m >= 0 && m < known && (category[m]! < 0 || categories.parent[category[m]!] === c)) category[m] = c;
  }

  const start = new Int32Array(2);
  const history: IndexedHistory = {
    persons: 1,
    categories: known,
    department: artefact.state.department,
    person: new Int32Array(LINES),
    day: new Int32Array(LINES),
    category: new Int32Array(LINES),
    amount: new Float64Array(LINES),
    position: new Float32Array(LINES),
    start,
    views: [],
  };
  const position = history.position!;
  const chance = new Float64Array(known);
  // One predictor a day: its split is the day of the request.
  let split = artefact.trainedTo;
  let predictor = nextCategoryPredictor(artefact, history, split);
  let count = 0;
  return {
    artefact,
    horizon: artefact.options.horizon,
    ofCategory,
    category,
    chance,
    get predictor() {
      return predictor;
    },
    begin() {
      count = 0;
    },
    line(c, day, at) {
      const m = ofCategory[c] ?? -1;
      if (m < 0 || count === LINES) return;
      history.day[count] = day;
      history.category[count] = m;
      position[count] = at;
      count++;
    },
    read(day) {
      if (count === 0) return false;
      // What was bought today counts as bought before the split.
      for (let i = count - 1; i >= 0 && history.day[i]! >= day; i--) history.day[i] = day - 1;
      start[1] = count;
      if (split !== day) {
        split = day;
        predictor = nextCategoryPredictor(artefact, history, split);
      }
      return predictor.person(0, chance) > 0;
    },
    because(m) {
      const { weight, offset } = artefact.state.affinity;
      const { vector } = predictor.block;
      let best = -1;
      let most = 0;
      for (let i = 0; i < vector.n; i++) {
        const held = vector.at[i]!;
        if (held >= known) continue;
        const amount = vector.value[i]! * weight[held * offset.length + m]!;
        if (amount > most) {
          most = amount;
          best = held;
        }
      }
      return best < 0 ? -1 : category[best]!;
    },
  };
}
