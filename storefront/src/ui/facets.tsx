import { useHydrated } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchAnswer } from '../api/types.ts';
import { attributeName, say } from '../i18n/index.ts';
import type { ListSearch } from '../router.tsx';

export type Change = (next: ListSearch) => void;

const SHOWN = 8;

/** What narrows a list. On a phone it is folded away until it is asked for: by the style alone, so that it is right before any script runs. */
export function Facets({
  answer,
  search,
  change,
}: {
  answer: SearchAnswer | undefined;
  search: ListSearch;
  change: Change;
}) {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useState(false);
  const content = useId();
  const heard = useHydrated();
  const chosen =
    (search.brand?.length ?? 0) +
    (search.attr?.length ?? 0) +
    (search.category ? 1 : 0) +
    (search.from !== undefined || search.to !== undefined ? 1 : 0);
  const toggle = (name: string, value: string) => {
    if (name === 'category') change({ category: search.category === value ? undefined : value });
    else if (name === 'brand') change({ brand: toggled(search.brand, value) });
    else change({ attr: toggled(search.attr, `${name}=${value}`) });
  };
  return (
    <section className="facets" aria-label={t('search.filters')}>
      <button
        type="button"
        className="plain facets-toggle"
        aria-expanded={open}
        aria-controls={content}
        onClick={() => setOpen(!open)}
      >
        {t('search.filters')}
        {chosen > 0 && <span className="count">{chosen}</span>}
      </button>
      <div id={content} className={open ? '' : 'folded'}>
        {chosen > 0 && (
          <button
            type="button"
            className="plain"
            onClick={() =>
              change({
                brand: undefined,
                attr: undefined,
                category: undefined,
                from: undefined,
                to: undefined,
              })
            }
          >
            {t('search.clear')}
          </button>
        )}
        {/* First, where nothing that comes later moves it. */}
        <PriceRange key={`${search.from}-${search.to}`} from={search.from} to={search.to} change={change} />
        {answer?.facets
          .filter(({ name, values }) => name !== 'price' && values.length > 0)
          .map(({ name, values }) => (
            <fieldset key={name}>
              <legend>
                {name === 'category' || name === 'brand' ? t(`search.facets.${name}`) : attributeName(name)}
              </legend>
              <FacetValues>
                {values.map(({ value, label, count, chosen: on }) => (
                  <label key={value}>
                    <input
                      type="checkbox"
                      checked={on}
                      disabled={!heard}
                      onChange={() => toggle(name, value)}
                    />
                    <span>{say(label)}</span>
                    <small>{new Intl.NumberFormat(i18n.language).format(count)}</small>
                  </label>
                ))}
              </FacetValues>
            </fieldset>
          ))}
      </div>
    </section>
  );
}

function FacetValues({ children }: { children: React.ReactNode[] }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  return (
    <>
      {all ? children : children.slice(0, SHOWN)}
      {!all && children.length > SHOWN && (
        <button type="button" className="plain" onClick={() => setAll(true)}>
          {t('search.more')}
        </button>
      )}
    </>
  );
}

function PriceRange({
  from,
  to,
  change,
}: {
  from: number | undefined;
  to: number | undefined;
  change: Change;
}) {
  const { t } = useTranslation();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const number = (name: string) =>
      data.get(name) === '' ? undefined : Math.max(0, Math.floor(Number(data.get(name))));
    change({ from: number('from'), to: number('to') });
  };
  return (
    <form className="price-range" onSubmit={submit}>
      <fieldset>
        <legend>{t('search.facets.price')}</legend>
        <input
          name="from"
          type="number"
          min={0}
          inputMode="numeric"
          defaultValue={from}
          placeholder={t('search.from')}
          aria-label={t('search.from')}
        />
        <input
          name="to"
          type="number"
          min={0}
          inputMode="numeric"
          defaultValue={to}
          placeholder={t('search.to')}
          aria-label={t('search.to')}
        />
        <button type="submit" className="button small">
          {t('search.apply')}
        </button>
      </fieldset>
    </form>
  );
}

function toggled(list: readonly string[] | undefined, value: string): string[] {
  return list?.includes(value) ? list.filter((one) => one !== value) : [...(list ?? []), value];
}
