import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import type { MetricResult } from '../api/types.ts';
import { useView } from '../app/session.ts';
import { Waterfall } from '../charts/waterfall.tsx';
import { useFormats } from '../i18n/format.ts';
import { useLabels } from './labels.ts';
import { Failure, Lines } from './states.tsx';

/** In the order of the word. */
const CAUSES = ['G', 'R', 'O', 'W', 'X'] as const;

export interface Bridge {
  /** ΔGMV against the period before: the causes sum to it. */
  readonly change: number | null;
  readonly causes: readonly { part: string; value: number }[];
  readonly currency: string;
}

export function bridgeOf(result: MetricResult): Bridge {
  const at = (part: string | undefined) => result.cells.find((c) => c.part === part)?.value ?? null;
  return {
    change: at(undefined),
    causes: CAUSES.flatMap((part) => {
      const value = at(part);
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
  return (
    <section className="panel" aria-labelledby="grow">
      <header className="panel-head">
        <div>
          <h2 id="grow">{t('grow.title')}</h2>
          <p className="panel-note">
            {bridge && bridge.change !== null
              ? t('grow.note', {
                  change: f.signed(bridge.change, 'minor', bridge.currency),
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
            ...bridge.causes.map((c) => ({
              id: c.part,
              label: labels.cause(c.part),
              value: c.value,
              total: false,
            })),
            { id: 'change', label: t('grow.change'), value: bridge.change, total: true },
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
