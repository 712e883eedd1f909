import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Modal } from 'antd';
import { useDeferredValue, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import { useFormats } from '../i18n/format.ts';
import { pagesOf } from './nav.ts';
import { useMe } from './session.ts';

interface Hit {
  readonly key: string;
  readonly kind: 'page' | 'category' | 'merchant' | 'metric';
  readonly label: string;
  readonly go: () => void;
}

/** One box that finds pages, categories, merchants and metrics. */
export default function SearchPalette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const f = useFormats();
  const me = useMe();
  const navigate = useNavigate();
  const box = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const wanted = useDeferredValue(text.trim());
  const categories = useQuery(queries.categories({}));
  const metrics = useQuery(queries.metrics());
  const merchants = useQuery({
    ...queries.merchants({ search: wanted }),
    enabled: wanted.length > 0 && me.role !== 'merchant',
  });
  const hits = useMemo(() => {
    const needle = wanted.toLowerCase();
    const has = (...words: string[]) => words.some((w) => w.toLowerCase().includes(needle));
    const all: Hit[] = pagesOf(me.role).map((p) => ({
      key: p.id,
      kind: 'page',
      label: t(`nav.${p.id}`),
      go: () => void navigate({ to: p.to }),
    }));
    if (needle) {
      for (const c of categories.data?.data ?? [])
        all.push({
          key: c.category_id,
          kind: 'category',
          label: f.text(c.name),
          go: () => void navigate({ to: '/categories/$id', params: { id: c.category_id } }),
        });
      for (const m of metrics.data?.data ?? [])
        all.push({
          key: m.id,
          kind: 'metric',
          label: `${f.text(m.name)} ${m.code}`,
          go: () => void navigate({ to: '/registry', search: { open: m.id } as never }),
        });
    }
    const found = all.filter((h) => has(h.label, h.key));
    for (const m of merchants.data?.data ?? [])
      found.push({
        key: m.merchant_id,
        kind: 'merchant',
        label: f.text(m.name),
        go: () => void navigate({ to: '/merchants/$id', params: { id: m.merchant_id } }),
      });
    return found.slice(0, 12);
  }, [wanted, categories.data, metrics.data, merchants.data, me.role, f, t, navigate]);
  const index = Math.min(at, hits.length - 1);
  const choose = (hit: Hit | undefined) => {
    if (!hit) return;
    onClose();
    hit.go();
  };
  return (
    <Modal
      open
      footer={null}
      closable={false}
      onCancel={onClose}
      width={560}
      className="palette"
      title={null}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: the box was asked for by a key
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls={box}
        aria-activedescendant={hits[index] ? `${box}-${index}` : undefined}
        aria-label={t('shell.search')}
        placeholder={t('shell.searchPlaceholder')}
        value={text}
        onChange={(e) => {
          setText(e.target.value);
          setAt(0);
        }}
        onKeyDown={(e) => {
          if (e.key === 'ArrowDown') setAt(Math.min(index + 1, hits.length - 1));
          else if (e.key === 'ArrowUp') setAt(Math.max(index - 1, 0));
          else if (e.key === 'Enter') choose(hits[index]);
          else return;
          e.preventDefault();
        }}
      />
      <div id={box} role="listbox" aria-label={t('shell.search')} className="palette-list">
        {hits.length === 0 ? <p className="muted">{t('shell.nothingFound')}</p> : null}
        {hits.map((hit, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input above takes the keys
          // biome-ignore lint/a11y/useFocusableInteractive: options of a combobox keep focus in its input
          <div
            key={`${hit.kind}-${hit.key}`}
            id={`${box}-${i}`}
            role="option"
            aria-selected={i === index}
            onMouseMove={() => setAt(i)}
            onClick={() => choose(hit)}
          >
            <span>{hit.label}</span>
            <small>{t(`kind.${hit.kind}`)}</small>
          </div>
        ))}
      </div>
    </Modal>
  );
}
