import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { pagesOf } from './nav.ts';
import { useMe } from './session.ts';

/** What the keys do, and the words the screens use. */
export default function HelpSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const words = [
    'canal',
    'lift',
    'excess',
    'aac',
    'penetration',
    'breadth',
    'ntc',
    'xcr',
    'repurchase',
    'arpu',
    'healthy',
    'provisional',
    'suppressed',
  ] as const;
  return (
    <Modal open footer={null} onCancel={onClose} title={t('help.title')} width={720}>
      <div className="help">
        <section>
          <h3>{t('help.keys')}</h3>
          <dl className="keys">
            <dt>
              <kbd>/</kbd>
            </dt>
            <dd>{t('help.search')}</dd>
            <dt>
              <kbd>?</kbd>
            </dt>
            <dd>{t('help.help')}</dd>
            {pagesOf(me.role).map((p) => (
              <div key={p.id} className="pair">
                <dt>
                  <kbd>g</kbd> <kbd>{p.key}</kbd>
                </dt>
                <dd>{t(`nav.${p.id}`)}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section>
          <h3>{t('help.words')}</h3>
          <dl className="words">
            {words.map((w) => (
              <div key={w}>
                <dt>{t(`words.${w}.term`)}</dt>
                <dd>{t(`words.${w}.meaning`)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Modal>
  );
}
