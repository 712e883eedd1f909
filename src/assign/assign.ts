import type { Experiment, NormalisedRequest, Policy } from '../contracts/index.ts';
import { bucketOf } from './bucket.ts';

/** An experiment's arm that a unit is in, and what it changes. */
export interface Arm {
  readonly experiment_id: string;
  readonly arm: string;
  readonly change: Experiment['arms'][number]['change'];
}

/** True for people who are never led through a canal. Nobody without an account is in it. */
export function inHoldout(holdout: Policy['holdout'], accountId: string): boolean {
  return accountId !== '' && bucketOf(holdout.salt, accountId) < holdout.rate;
}

/**
 * Arms of a request's units, in the order of the experiments. Experiments with one exclusion tag share [0, 1) out among them in
 * the order of their ids, so that a unit is in at most one: what does not fit behind the others gets no unit.
 */
export function armsOf(
  experiments: readonly Experiment[],
  request: Pick<NormalisedRequest, 'account_id' | 'session' | 'scenario'>,
): Arm[] {
  const arms: Arm[] = [];
  for (const experiment of experiments) {
    if (experiment.status !== 'running') continue;
    if (experiment.scenarios.length > 0 && !experiment.scenarios.includes(request.scenario)) continue;
    const unit = experiment.unit === 'account' ? request.account_id : request.session;
    if (unit === '' || request.account_id === '') continue;
    if (takesPart(experiments, experiment, unit)) arms.push(armOf(experiment, unit));
  }
  return arms;
}

/** Whether a unit takes part, regardless of the surface. */
export function takesPart(experiments: readonly Experiment[], experiment: Experiment, unit: string): boolean {
  const { exclusion_tag: tag, salt, traffic_rate } = experiment;
  if (tag === '') return bucketOf(`${salt}:traffic`, unit) < traffic_rate;
  let from = 0;
  const others = experiments
    .filter(
      (other) => other.status === 'running' && other.exclusion_tag === tag && other.unit === experiment.unit,
    )
    .sort((a, b) => (a.experiment_id < b.experiment_id ? -1 : 1));
  for (const other of others) {
    if (other.experiment_id === experiment.experiment_id) break;
    from += other.traffic_rate;
  }
  const at = bucketOf(`tag:${tag}`, unit);
  return at >= from && at < from + traffic_rate;
}

/** The arm of a unit that takes part: by weight. */
export function armOf(experiment: Experiment, unit: string): Arm {
  const { experiment_id, arms, salt } = experiment;
  const total = arms.reduce((sum, { weight }) => sum + weight, 0);
  let left = bucketOf(salt, unit) * total;
  for (const { arm, weight, change } of arms) {
    left -= weight;
    if (left < 0) return { experiment_id, arm, change };
  }
  const { arm, change } = arms.at(-1)!;
  return { experiment_id, arm, change };
}
