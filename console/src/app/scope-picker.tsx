import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import { useFormats } from '../i18n/format.ts';
import { useAddress, useMe, useSetAddress } from './session.ts';

/** Screens whose numbers can be those of one top category. The others name their own scope. */
const SCOPED = new Set(['/', '/overview', '/cohorts']);

/** The whole marketplace, or one top category of it. */
export function ScopePicker() {
  const { t } = useTranslation();
  const f = useFormats();
  const me = useMe();
  const { scope } = useAddress();
  const set = useSetAddress();
  const here = useRouterState({ select: (s) => s.location.pathname });
  const shown = SCOPED.has(here);
  const tree = useQuery({ ...queries.categories({ level: 1 }), enabled: shown });
  if (!shown) return null;
  const tops = (tree.data?.data ?? []).map((c) => ({ value: c.category_id, label: f.text(c.name) }));
  const whole = me.role === 'operator' ? [{ value: '', label: t('filter.wholePool') }] : [];
  return (
    <div className="filter">
      <span id="filter-scope">{t('filter.scope')}</span>
      <Select
        aria-labelledby="filter-scope"
        className="scope"
        showSearch={{ optionFilterProp: 'label' }}
        value={scope ?? (me.role === 'operator' ? '' : (tops[0]?.value ?? null))}
        onChange={(v: string) => set({ scope: v || undefined })}
        options={[...whole, ...tops]}
        loading={tree.isPending}
      />
    </div>
  );
}
