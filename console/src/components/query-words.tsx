import { useTranslation } from 'react-i18next';
import type { QueryWord } from '../api/types.ts';
import { useFormats } from '../i18n/format.ts';

type Word = Pick<QueryWord, 'word' | 'how' | 'terms' | 'fields'> & Partial<Pick<QueryWord, 'amount_minor'>>;

/** Each word that was typed: how the item has it, where, and what that adds to its score. */
export function QueryWords({ words, currency }: { words: readonly Word[]; currency?: string }) {
  const { t } = useTranslation();
  const f = useFormats();
  if (words.length === 0) return <p className="muted">{t('searching.explorer.noWords')}</p>;
  const most = Math.max(1e-9, ...words.map(({ amount_minor = 0 }) => amount_minor));
  return (
    <table className="plain-table query-words">
      <caption className="sr-only">{t('searching.explorer.byWord')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('searching.explorer.words')}</th>
          <th scope="col">{t('searching.explorer.way')}</th>
          <th scope="col">{t('searching.explorer.where')}</th>
          {currency ? <th scope="col">{t('searching.explorer.adds')}</th> : null}
        </tr>
      </thead>
      <tbody>
        {words.map(({ word, how, terms, fields, amount_minor = 0 }) => (
          <tr key={word} className={how === 'none' ? 'lacking' : undefined}>
            <th scope="row">{shown(word)}</th>
            <td>
              {t(`searching.way.${how}`)}
              {how === 'exact' || how === 'none' ? '' : ` · ${terms.map(shown).join(' ')}`}
            </td>
            <td>{fields.map((field) => t(`searching.field.${field}`)).join(' · ') || '—'}</td>
            {currency ? (
              <td className="word-adds">
                <i className="term-part relevance" style={{ width: `${(amount_minor / most) * 60}px` }} />
                <data className="num" value={amount_minor}>
                  {f.exact(amount_minor, 'minor', currency)}
                </data>
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A measure or a part of a word as a person writes it. */
const shown = (word: string) => word.replace(/^[#^]/, '');
