import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useHydrated } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shopCall } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { AccountLabels } from '../api/types.ts';
import { say } from '../i18n/index.ts';
import { Problem } from '../ui/states.tsx';

export function Privacy() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { data, error, isError, refetch } = useQuery(queries.privacy());
  const change = useMutation({
    mutationFn: (body: { personalised: boolean } | { delete_label: string }) =>
      shopCall<AccountLabels>('/privacy', body),
    onSuccess: async (labels) => {
      queryClient.setQueryData(queries.privacy().queryKey, labels);
      // What was chosen before the change is not shown again.
      for (const queryKey of [['slates'], ['search']]) queryClient.removeQueries({ queryKey });
    },
  });
  // Before the page is taken over from the host, nobody would hear of a change.
  const settled = useHydrated() && !change.isPending;
  // The switch stands where it was put, from the click on, unless that could not be passed on.
  const [put, setPut] = useState<boolean | null>(null);
  const turn = (personalised: boolean) => {
    setPut(personalised);
    change.mutate({ personalised }, { onError: () => setPut(null) });
  };
  if (data === null)
    return (
      <div className="state">
        <p>{t('privacy.signIn')}</p>
        <Link to="/sign-in" className="button">
          {t('nav.signIn')}
        </Link>
      </div>
    );
  if (isError) return <Problem error={error} again={() => void refetch()} />;
  return (
    <>
      <h1>{t('privacy.title')}</h1>
      <p>{t('privacy.lead')}</p>
      <label className="switch">
        <input
          type="checkbox"
          checked={put ?? data?.personalised ?? false}
          disabled={!data || !settled}
          onChange={(event) => turn(event.target.checked)}
        />
        <span>{t('privacy.on')}</span>
      </label>
      {data && !data.personalised && (
        <p className="notice" role="status">
          {t('privacy.off')}
        </p>
      )}
      {change.isError && <p role="alert">{t('error.unreachable')}</p>}
      <h2>{t('privacy.labels')}</h2>
      {data?.labels.length === 0 && <p className="muted">{t('privacy.none')}</p>}
      <ul className="labels">
        {data?.labels.map(({ label, text, deleted }) => (
          <li key={label}>
            <span>{say(text)}</span>
            {deleted ? (
              <small>{t('privacy.deleted')}</small>
            ) : (
              <button
                type="button"
                className="plain"
                disabled={!settled}
                aria-label={`${t('privacy.delete')}: ${say(text)}`}
                onClick={() => change.mutate({ delete_label: label })}
              >
                {t('privacy.delete')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
