import { Select } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../i18n/format.ts';
import { ScopePicker } from './scope-picker.tsx';
import { useAddress, useMe, useSetAddress } from './session.ts';

const AsOfPicker = lazy(() => import('./as-of-picker.tsx'));

/** Date, scope, counting and knowledge: all of it in the address. */
export default function Filters() {
  const { t } = useTranslation();
  const f = useFormats();
  const merchant = useMe().role === 'merchant';
  const address = useAddress();
  const set = useSetAddress();
  return (
    <>
      <div className="filter">
        <span id="filter-as-of">{t('filter.asOf')}</span>
        <Suspense fallback={<span className="picker-slot" />}>
          <AsOfPicker />
        </Suspense>
      </div>
      {merchant ? null : <ScopePicker />}
      {merchant ? null : (
        <div className="filter">
          <span id="filter-variant">{t('filter.variant')}</span>
          <Select
            aria-labelledby="filter-variant"
            className="variant"
            value={address.variant ?? 'headline'}
            onChange={(v: string) => set({ variant: v === 'headline' ? undefined : v })}
            options={(['headline', 'conservative', 'public'] as const).map((v) => ({
              value: v,
              label: t(`variant.${v}`),
              title: t(`variant.${v}Note`),
            }))}
          />
        </div>
      )}
      {address.known_at === undefined ? null : (
        <button type="button" className="chip" onClick={() => set({ known_at: undefined })}>
          {t('filter.knownAt', { seq: f.count(address.known_at) })} <span aria-hidden="true">×</span>
          <span className="sr-only">{t('filter.clear')}</span>
        </button>
      )}
    </>
  );
}
