import { useTranslation } from 'react-i18next';
import { useWho } from '../state/who.ts';
import { Shelf } from '../ui/shelf.tsx';

export function Home() {
  const { t } = useTranslation();
  const { name } = useWho();
  return (
    <>
      <h1 className="hidden">{t('name')}</h1>
      {name && <Shelf title={t('home.again')} ask={{ scenario: 'buy_again', k: 6 }} />}
      <Shelf title={name ? t('home.title') : t('home.visitor')} ask={{ scenario: 'home_feed', k: 24 }} grid />
    </>
  );
}
