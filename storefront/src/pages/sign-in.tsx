import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { shopCall, tracker } from '../api/client.ts';
import { queries } from '../api/queries.ts';

export function SignIn() {
  const { t } = useTranslation();
  const router = useRouter();
  const queryClient = useQueryClient();
  const { data } = useQuery(queries.me());
  const signIn = useMutation({
    mutationFn: async (form: FormData) => {
      // What a visitor did before stays a visitor's.
      await tracker.flush();
      return shopCall('/sign-in', { login: form.get('login'), password: form.get('password') });
    },
    onSuccess: async () => {
      await queryClient.resetQueries();
      router.history.canGoBack() ? router.history.back() : void router.navigate({ to: '/' });
    },
  });
  return (
    <div className="sign-in">
      <h1>{t('signIn.title')}</h1>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate(new FormData(event.currentTarget));
        }}
      >
        <label>
          {t('signIn.login')}
          <input name="login" autoComplete="username" required />
        </label>
        <label>
          {t('signIn.password')}
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        {signIn.isError && (
          <p className="notice" role="alert">
            {signIn.error.message}
          </p>
        )}
        <button type="submit" className="button large" disabled={signIn.isPending}>
          {t('signIn.go')}
        </button>
      </form>
      {data && data.sign_in.length > 0 && (
        <p className="muted">{t('signIn.hint', { logins: data.sign_in.join(', ') })}</p>
      )}
    </div>
  );
}
