import { Button, Input, Slider } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Otherwise } from '../api/searching.ts';
import type { SearchExplanation } from '../api/types.ts';
import { useFormats } from '../i18n/format.ts';

type Slot = SearchExplanation['explanation']['slots'][number];

/** Drag the price, or write another title: the whole page is decided again. */
export function SearchWhatIf({
  slot,
  page,
  onTry,
}: {
  slot: Slot;
  page: SearchExplanation;
  onTry: (change: Otherwise) => void;
}) {
  const { t } = useTranslation();
  const f = useFormats();
  const chinese = f.language === 'zh-CN';
  const price = slot.price_minor;
  const [at, setAt] = useState(price);
  const [title, setTitle] = useState(chinese ? slot.title.zh : slot.title.en);
  const money = (minor: number) => f.exact(minor, 'minor', page.explanation.currency);
  const rename = () => onTry({ offer_id: slot.offer_id, title: chinese ? { zh: title } : { en: title } });
  const place = page.what_if?.offers.find(({ offer_id }) => offer_id === slot.offer_id);
  return (
    <div className="what-if">
      <h3>{t('searching.explorer.price')}</h3>
      <Slider
        min={Math.max(1, Math.round(price * 0.5))}
        max={Math.round(price * 1.5)}
        value={at}
        ariaLabelForHandle={t('serving.box.price')}
        tooltip={{ formatter: (value) => money(value ?? price) }}
        onChange={setAt}
        onChangeComplete={(price_minor) => onTry({ offer_id: slot.offer_id, price_minor })}
      />
      <p>
        <data className="num" value={at}>
          {money(at)}
        </data>
      </p>
      <h3>{t('searching.explorer.title2')}</h3>
      <div className="inline-form">
        <Input
          aria-label={t('searching.explorer.titleField')}
          value={title}
          maxLength={512}
          onChange={(event) => setTitle(event.target.value)}
          onPressEnter={rename}
        />
        <Button onClick={rename}>{t('searching.explorer.tryIt')}</Button>
      </div>
      <p role="status" className="would">
        {place ? wouldBe(place.before.slot, place.after.slot) : '\u00a0'}
      </p>
    </div>
  );

  function wouldBe(before: number | null, after: number | null): string {
    if (after === null) return t('searching.explorer.leaves');
    if (before === null) return t('searching.explorer.enters', { to: after + 1 });
    return before === after
      ? t('searching.explorer.stays', { to: after + 1 })
      : t('searching.explorer.placed', { from: before + 1, to: after + 1 });
  }
}
