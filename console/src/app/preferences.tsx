import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { changeLanguage, currentLanguage } from '../i18n/index.ts';
import { useMode } from '../theme/mode.tsx';
import { Icon } from './icons.tsx';
import { useMe } from './session.ts';

/** Who reads, in which language and light; at the foot of the rail. */
export function Preferences({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const { mode, setMode } = useMode();
  const signOut = async () => {
    await api.post('/v1/auth/sign-out').catch(() => undefined);
    client.clear();
    location.assign('/sign-in');
  };
  return (
    <div className="rail-foot">
      <div className="rail-who" title={me.email ?? me.id}>
        <strong>{me.name}</strong>
        <span>{t(`role.${me.role}`)}</span>
      </div>
      <div className="rail-tools">
        <LanguageSwitch />
        <button
          type="button"
          aria-label={t(mode === 'dark' ? 'shell.toLight' : 'shell.toDark')}
          title={t(mode === 'dark' ? 'shell.toLight' : 'shell.toDark')}
          onClick={() => setMode(mode === 'dark' ? 'light' : 'dark')}
        >
          <Icon name={mode === 'dark' ? 'sun' : 'moon'} />
        </button>
        <button type="button" aria-label={t('shell.help')} title={`${t('shell.help')} (?)`} onClick={onHelp}>
          <Icon name="help" />
        </button>
        <button type="button" aria-label={t('shell.signOut')} title={t('shell.signOut')} onClick={signOut}>
          <Icon name="out" />
        </button>
      </div>
    </div>
  );
}

/** Names the language it leads to, in that language. */
export function LanguageSwitch() {
  const { i18n } = useTranslation();
  const other = i18n.language === 'zh-CN' ? 'en' : 'zh-CN';
  return (
    <button
      type="button"
      className="language"
      lang={other}
      onClick={() => void changeLanguage(currentLanguage() === 'en' ? 'zh-CN' : 'en')}
    >
      {other === 'en' ? 'English' : '中文'}
    </button>
  );
}
