import { useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, api } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import { LanguageSwitch } from '../app/preferences.tsx';
import { router } from '../app/router.tsx';
import { useProblemText } from '../components/states.tsx';

/** Who are you? */
export function SignIn() {
  const { t } = useTranslation();
  const { to } = useSearch({ strict: false }) as { to?: string };
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const problem = useProblemText(error);
  // The server's words speak to programs that send keys.
  const wrong = error instanceof ApiError && error.problem.status === 401;
  useEffect(() => {
    document.title = `${t('signIn.title')} · Grand Canal`;
  }, [t]);
  const submit = async (values: { email: string; password: string }) => {
    setBusy(true);
    setError(null);
    try {
      const me = await api.post('/v1/auth/sign-in', { body: values });
      client.clear();
      client.setQueryData(queries.me().queryKey, me);
      router.history.push(to ?? '/');
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <div className="sign-in">
      <div className="sign-in-water" aria-hidden="true">
        <svg viewBox="0 0 800 900" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
          {Array.from({ length: 14 }, (_, i) => (
            <path
              // biome-ignore lint/suspicious/noArrayIndexKey: fourteen lines that never change
              key={i}
              d={`M-40 ${60 + i * 62} C 160 ${-20 + i * 66} 300 ${170 + i * 52} 470 ${90 + i * 58} S 760 ${20 + i * 64} 860 ${110 + i * 56}`}
              style={{ opacity: 0.12 + (i % 5) * 0.07, strokeWidth: 1 + (i % 4) * 1.6 }}
            />
          ))}
        </svg>
      </div>
      <main>
        <h1>Grand Canal</h1>
        <p className="lead">{t('signIn.lead')}</p>
        <Form layout="vertical" requiredMark={false} onFinish={submit} aria-label={t('signIn.title')}>
          <Form.Item
            name="email"
            label={t('signIn.email')}
            rules={[{ required: true, message: t('signIn.emailNeeded') }]}
          >
            <Input type="email" autoComplete="username" size="large" />
          </Form.Item>
          <Form.Item
            name="password"
            label={t('signIn.password')}
            rules={[{ required: true, message: t('signIn.passwordNeeded') }]}
          >
            <Input type="password" autoComplete="current-password" size="large" />
          </Form.Item>
          <div className="sign-in-error" role="alert">
            {error ? (
              <>
                <strong>{wrong ? t('codes.unauthenticated.title') : problem.title}.</strong>{' '}
                {wrong ? t('codes.unauthenticated.remedy') : problem.remedy}
              </>
            ) : null}
          </div>
          <Button type="primary" htmlType="submit" size="large" block loading={busy}>
            {t('signIn.submit')}
          </Button>
        </Form>
        <footer>
          <p>{t('signIn.demo')}</p>
          <LanguageSwitch />
        </footer>
      </main>
    </div>
  );
}
