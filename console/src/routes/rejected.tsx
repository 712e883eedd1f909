import { useTranslation } from 'react-i18next';
import { Page } from '../components/page.tsx';
import { RejectedRows } from '../components/rejected-rows.tsx';

/** Which rows were refused, and can they be mended? */
export function Rejected() {
  const { t } = useTranslation();
  return (
    <Page title={t('rejected.title')} question={t('rejected.question')}>
      <section className="panel" aria-label={t('rejected.title')}>
        <RejectedRows />
      </section>
    </Page>
  );
}
