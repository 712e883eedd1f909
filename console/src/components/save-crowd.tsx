import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import type { CreateCrowdBody } from '../api/types.ts';
import { useFormats } from '../i18n/format.ts';
import { useProblemText } from './states.tsx';

/** Saves a crowd, the one behind a canal or one defined here: its definition, never a list of people. */
export function SaveCrowd({ of, small = false }: { of: CreateCrowdBody; small?: boolean }) {
  const { t } = useTranslation();
  const f = useFormats();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => api.post('/v1/crowds', { body: of }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['crowds'] }),
  });
  const problem = useProblemText(save.error);
  return (
    <div className="save-crowd">
      <Button
        {...(small ? { size: 'small' as const } : { type: 'primary' as const })}
        loading={save.isPending}
        disabled={save.isSuccess}
        onClick={() => save.mutate()}
      >
        {t('survey.edge.saveCrowd')}
      </Button>
      {save.data ? (
        <span role="status">
          {save.data.people_count === null
            ? t('survey.edge.savedFew')
            : t('survey.edge.saved', { people: f.count(save.data.people_count) })}{' '}
          <Link to="/crowds">{t('survey.edge.toCrowds')}</Link>
        </span>
      ) : null}
      {save.error ? (
        <span role="alert" className="loss">
          {problem.title}
        </span>
      ) : null}
    </div>
  );
}
