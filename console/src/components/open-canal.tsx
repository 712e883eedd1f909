import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { serving } from '../api/serving.ts';
import { useProblemText } from './states.tsx';

/** Opens or closes a canal: people are led through it, or no longer, from the next request. */
export function OpenCanal({ canalId }: { canalId: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useQuery(serving.openCanals());
  const open = query.data?.data.some(({ canal_id }) => canal_id === canalId) ?? false;
  const change = useMutation({
    mutationFn: () =>
      open
        ? api.post('/v1/canals/{canal_id}/close', { path: { canal_id: canalId } })
        : api.post('/v1/canals/{canal_id}/open', { path: { canal_id: canalId }, body: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: ['policy'] }),
  });
  const problem = useProblemText(change.error);
  return (
    <span className="two-lines">
      <Button
        size="small"
        type={open ? 'default' : 'primary'}
        loading={change.isPending}
        disabled={query.isPending}
        onClick={() => change.mutate()}
      >
        {t(open ? 'serving.canal.close' : 'serving.canal.open')}
      </Button>
      {change.error ? (
        <small role="alert" className="loss">
          {problem.title}
        </small>
      ) : null}
    </span>
  );
}
