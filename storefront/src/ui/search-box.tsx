import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tracker } from '../api/client.ts';
import { queries } from '../api/queries.ts';

/** The search field with suggestions: a combobox as WAI-ARIA describes it. */
export function SearchBox() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  // As the address has it: a query of digits is a number there.
  const { q = '' } = useSearch({ strict: false }) as { q?: unknown };
  const asked = String(q);
  const [text, setText] = useState(asked);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const list = useId();
  const typed = useSettled(text, 80);
  const { data } = useQuery({ ...queries.suggestions(typed), enabled: open && typed.trim() !== '' });
  const suggestions = open && text.trim() !== '' ? (data?.data ?? []) : [];
  useEffect(() => setText(asked), [asked]);

  const go = (query: string) => {
    setOpen(false);
    setAt(-1);
    setText(query);
    tracker.track('Products Searched', { query, surface: 'search' });
    void navigate({ to: '/search', search: { q: query } });
  };
  const choose = (n: number) => {
    const one = suggestions[n];
    if (!one) return;
    if (one.kind === 'category') {
      setOpen(false);
      void navigate({ to: '/category/$category', params: { category: one.id }, search: {} });
    } else if (one.kind === 'item') {
      setOpen(false);
      void navigate({ to: '/item/$item', params: { item: one.id } });
    } else go(one.text);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') setOpen(false);
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setAt((now) => Math.max(-1, Math.min(suggestions.length - 1, now + step)));
    } else if (event.key === 'Enter' && at >= 0) {
      event.preventDefault();
      choose(at);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    go(text.trim());
  };
  return (
    <search className="search-box">
      <form onSubmit={submit} action="/search">
        <input
          type="search"
          name="q"
          value={text}
          maxLength={512}
          autoComplete="off"
          placeholder={t('search.placeholder')}
          aria-label={t('search.label')}
          role="combobox"
          aria-expanded={suggestions.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={at >= 0 ? `${list}-${at}` : undefined}
          onChange={(event) => {
            setText(event.target.value);
            setOpen(true);
            setAt(-1);
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKey}
        />
        <button type="submit" className="button">
          {t('search.go')}
        </button>
      </form>
      <div
        id={list}
        role="listbox"
        aria-label={t('search.label')}
        className="suggestions"
        hidden={suggestions.length === 0}
      >
        {suggestions.map((one, n) => (
          <div
            key={`${one.kind}-${one.id}-${one.text}`}
            id={`${list}-${n}`}
            role="option"
            tabIndex={-1}
            aria-selected={n === at}
            className={n === at ? 'chosen' : ''}
            // The field must not lose its focus before the choice is taken.
            onMouseDown={(event) => {
              event.preventDefault();
              choose(n);
            }}
            onMouseEnter={() => setAt(n)}
          >
            {one.text}
            {one.kind !== 'query' && <small>{t(`search.kinds.${one.kind}`)}</small>}
          </div>
        ))}
      </div>
    </search>
  );
}

/** A value once it has not changed for so long. */
function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
