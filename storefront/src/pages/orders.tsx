import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { shopCall } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { Order } from '../api/types.ts';
import { moment, money, say } from '../i18n/index.ts';
import { Problem } from '../ui/states.tsx';

export function Orders() {
  const { t } = useTranslation();
  const { data, error, isError, refetch } = useQuery(queries.orders());
  if (data === null)
    return (
      <div className="state">
        <Link to="/sign-in" className="button">
          {t('nav.signIn')}
        </Link>
      </div>
    );
  if (isError) return <Problem error={error} again={() => void refetch()} />;
  return (
    <>
      <h1>{t('orders.title')}</h1>
      {data?.data.length === 0 && <p className="state">{t('orders.empty')}</p>}
      {data?.data.map((order) => (
        <OrderView key={order.order} order={order} />
      ))}
    </>
  );
}

function OrderView({ order }: { order: Order }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => shopCall(`/orders/${encodeURIComponent(order.order)}/cancel`, {}),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['orders'] }),
  });
  return (
    <article className="order">
      <h2>{order.order}</h2>
      <p className="muted">
        {t('orders.placed', { when: moment(order.at) })}
        {order.cancelled_at && ` · ${t('orders.cancelled', { when: moment(order.cancelled_at) })}`}
        {!order.told && ` · ${t('orders.waiting')}`}
      </p>
      <ul className="lines">
        {order.lines.map((line) => (
          <li key={line.line}>
            <span>{say(line.title)}</span>
            <span>× {line.quantity}</span>
            <b>{money(line.price_minor * line.quantity, order.currency)}</b>
          </li>
        ))}
      </ul>
      <p className="total">
        {t('orders.total')} <b>{money(order.total_minor, order.currency)}</b>{' '}
        {!order.cancelled_at && (
          <button
            type="button"
            className="button small"
            disabled={cancel.isPending}
            onClick={() => cancel.mutate()}
          >
            {t('orders.cancel')}
          </button>
        )}
      </p>
      {cancel.isError && <p role="alert">{t('error.unreachable')}</p>}
    </article>
  );
}
