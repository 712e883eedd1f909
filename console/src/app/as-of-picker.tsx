import { DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../i18n/format.ts';
import { useAddress, useMe, useSetAddress, useStatus } from './session.ts';

/** Any date for those who run the marketplace; published month ends for merchants. */
export default function AsOfPicker() {
  const { t } = useTranslation();
  const f = useFormats();
  const me = useMe();
  const status = useStatus();
  const { as_of } = useAddress();
  const set = useSetAddress();
  const chosen = as_of ?? status?.default_as_of ?? null;
  if (me.role === 'merchant')
    return (
      <Select
        aria-labelledby="filter-as-of"
        className="picker-slot"
        value={as_of ?? ''}
        onChange={(v: string) => set({ as_of: v || undefined })}
        options={[
          { value: '', label: t('filter.latest') },
          ...(status?.published ?? []).map((d) => ({ value: d, label: f.date(d) })),
        ]}
      />
    );
  const last = status?.last_date ? dayjs(status.last_date) : dayjs();
  const first = status?.first_date ? dayjs(status.first_date) : null;
  const monthEnd = (back: number) =>
    last.add(1, 'day').startOf('month').subtract(back, 'month').subtract(1, 'day');
  const presets = [0, 1, 3, 6]
    .map((back) => monthEnd(back))
    .filter((d) => first === null || d.isAfter(first))
    .map((value) => ({ label: f.date(value.format('YYYY-MM-DD')), value }));
  return (
    <DatePicker
      aria-labelledby="filter-as-of"
      className="picker-slot"
      value={chosen ? dayjs(chosen) : null}
      format={(d) => f.date(d.format('YYYY-MM-DD'))}
      inputReadOnly
      allowClear={as_of !== undefined}
      onChange={(d) => set({ as_of: d ? d.format('YYYY-MM-DD') : undefined })}
      {...(first ? { minDate: first } : {})}
      maxDate={last}
      presets={[
        { label: t('filter.latest'), value: status?.default_as_of ? dayjs(status.default_as_of) : last },
        ...presets,
      ]}
    />
  );
}
