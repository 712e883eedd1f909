import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import type { MetricResult } from '../api/types.ts';
import { useView } from '../app/session.ts';
import { Waterfall } from '../charts/waterfall.tsx';
import { useFormats } from '../i18n/format.ts';
import { useLabels } from './labels.ts';
import { Failure, Lines } from './states.tsx';

/** Everyday grouping of the bridge's parts: five causes between two totals. */
const CAUSES = ['G', 'R', 'O', 'W', 'X'] as const;

export interface Bridge {
  readonly before: number | null;
  readonly after: number | null;
  readonly causes: readonly { part: string; value: number }[];
  readonly currency: string;
}

/** Reads the bridge out of a `grow` result, whatever its totals are called. */
export function bridgeOf(result: MetricResult): Bridge {
  const at = (...names: string[]) =>
    result.cells.find((c) => c.part !== undefined && names.includes(c.part))?.value ?? null;
  return {
    before: at('before', 'previous', 'gmv_before', 'gmv0'),
    after: at('after', 'current', 'gmv_after', 'gmv1'),
    causes: CAUSES.flatMap((part) => {
      const value = at(part, part.toLowerCase());
      return value === null ? [] : [{ part, value }];
    }),
    currency: result.currency,
  };
}

/** What moved a merchant's sales: buyers, frequency, price, categories won and left. */
export function Grow({ merchantId, asOf }: { merchantId: string; asOf: string | undefined }) {
  const { t } = useTranslation();
  const f = useFormats();
  const labels = useLabels();
  const { known_at } = useView();
  const query = useQuery({
    ...queries.metric('grow', { as_of: asOf, known_at, grain: 'merchant', merchant_id: merchantId }),
    enabled: asOf !== undefined,
  });
  const bridge = query.data ? bridgeOf(query.data) : null;
  const change = bridge ? bridge.causes.reduce((sum, c) => sum + c.value, 0) : 0;
  return (
    <section className="panel" aria-labelledby="grow">
      <header className="panel-head">
        <div>
          <h2 id="grow">{t('grow.title')}</h2>
          <p className="panel-note">
            {bridge && bridge.causes.length > 0
              ? t('grow.note', {
                  change: `${change > 0 ? '+' : ''}${f.value(change, 'minor', bridge.currency)}`,
                })
              : '\u00a0'}
          </p>
        </div>
      </header>
      {query.error ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !bridge ? (
        <Lines rows={6} height={240} />
      ) : bridge.causes.length === 0 ? (
        <p className="muted">{t('grow.none')}</p>
      ) : (
        <Waterfall
          steps={[
            ...(bridge.before === null
              ? []
              : [{ id: 'before', label: t('grow.before'), value: bridge.before, total: true }]),
            ...bridge.causes.map((c) => ({
              id: c.part,
              label: labels.cause(c.part),
              value: c.value,
              total: false,
            })),
            ...(bridge.after === null
              ? []
              : [{ id: 'after', label: t('grow.after'), value: bridge.after, total: true }]),
          ]}
          unit="minor"
          currency={bridge.currency}
          caption={t('grow.title')}
          head={[t('grow.cause'), t('grow.effect')]}
        />
      )}
    </section>
  );
}
