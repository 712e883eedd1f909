import { useTranslation } from 'react-i18next';
import { useWho } from '../state/who.ts';
import { Shelves } from '../ui/shelf.tsx';

export function Home() {
  const { t } = useTranslation();
  const { name } = useWho();
  const feed = {
    title: name ? t('home.title') : t('home.visitor'),
    ask: { scenario: 'home_feed', k: 24 },
    grid: true,
  };
  const again = { title: t('home.again'), ask: { scenario: 'buy_again', k: 6 } };
  return (
    <>
      <h1 className="hidden">{t('name')}</h1>
      <Shelves of={name ? [again, feed] : [feed]} />
    </>
  );
}
