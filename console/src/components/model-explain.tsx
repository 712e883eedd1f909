import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import type { ModelCard, ModelExplanation } from '../api/types.ts';
import { useAddress, useSetAddress } from '../app/session.ts';
import { PlainTable } from '../charts/figure.tsx';
import { type Step, Waterfall } from '../charts/waterfall.tsx';
import { useFormats } from '../i18n/format.ts';
import { useModelWords } from './model-parts.tsx';
import { Num } from './number.tsx';
import { Failure, Lines } from './states.tsx';

/** Why this probability? One account and one category, term by term; both are in the address. */
export function ModelExplain({ of }: { of: ModelCard }) {
  const { t } = useTranslation();
  const { account = '', source = '', category } = useAddress();
  const asked = account !== '' && category !== undefined;
  // A customer's number becomes the account's pseudonym by its source; a pseudonym is taken as it is.
  const own = !account.startsWith('acc_');
  const found = useQuery({ ...queries.accountOf(source, account), enabled: asked && own, retry: false });
  const id = own ? found.data?.account_id : account;
  const scored = useQuery({
    ...queries.explain(of.model_id, id ?? '', category ?? ''),
    enabled: asked && id !== undefined,
    retry: false,
  });
  const error = (own ? found.error : null) ?? scored.error;
  return (
    <section className="panel" aria-labelledby="why">
      <header className="panel-head">
        <div>
          <h2 id="why">{t('models.why')}</h2>
          <p className="panel-note">{t('models.whyNote')}</p>
        </div>
      </header>
      <Ask key={`${account} ${source} ${category}`} />
      {!asked ? null : error ? (
        <Failure error={error} />
      ) : scored.data ? (
        <Why of={scored.data} />
      ) : (
        <Lines rows={8} height={320} />
      )}
    </section>
  );
}

function Ask() {
  const { t } = useTranslation();
  const f = useFormats();
  const address = useAddress();
  const set = useSetAddress();
  const id = useId();
  const [account, setAccount] = useState(address.account ?? '');
  const [source, setSource] = useState(address.source ?? '');
  const [category, setCategory] = useState(address.category);
  const own = account.trim() !== '' && !account.trim().startsWith('acc_');
  const tree = useQuery(queries.categories({}));
  const leaves = (tree.data?.data ?? [])
    .filter((c) => c.is_leaf)
    .map((c) => ({ value: c.category_id, label: f.text(c.name) }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set({ account: account.trim() || undefined, source: source.trim() || undefined, category });
  };
  return (
    <form className="target-form explain-form" onSubmit={submit}>
      <label htmlFor={`${id}-account`}>{t('models.account')}</label>
      <Input
        id={`${id}-account`}
        className="account"
        value={account}
        onChange={(e) => setAccount(e.target.value)}
      />
      <label htmlFor={`${id}-source`}>{t('models.source')}</label>
      <Input
        id={`${id}-source`}
        className="source-name"
        value={source}
        onChange={(e) => setSource(e.target.value)}
      />
      <span id={`${id}-category`}>{t('models.category')}</span>
      <Select
        aria-labelledby={`${id}-category`}
        className="scope"
        showSearch={{ optionFilterProp: 'label' }}
        value={category ?? null}
        onChange={(v: string | null) => setCategory(v ?? undefined)}
        options={leaves}
        loading={tree.isPending}
      />
      <Button
        htmlType="submit"
        disabled={account.trim() === '' || (own && source.trim() === '') || category === undefined}
      >
        {t('models.explain')}
      </Button>
    </form>
  );
}

function Why({ of }: { of: ModelExplanation }) {
  const { t } = useTranslation();
  const f = useFormats();
  const words = useModelWords();
  const category = f.text(of.label);
  const steps: Step[] = [
    { id: 'intercept', label: t('models.start'), value: of.intercept, total: true },
    ...of.terms.map((term) => ({
      id: term.name,
      label: <span title={valuesOf(term.values)}>{words.term(term.name, term.means)}</span>,
      value: term.log_odds,
      total: false,
    })),
    { id: 'sum', label: t('models.sum'), value: of.log_odds, total: true },
  ];
  return (
    <>
      <p className="answer" role="status">
        {t('models.probability', {
          p: f.percent(of.probability, of.probability < 0.01 ? 2 : 1),
          category,
          days: of.horizon_days,
          date: f.date(of.as_of),
        })}
      </p>
      <Waterfall
        steps={steps}
        unit="ratio"
        caption={t('models.why')}
        head={[t('models.term'), t('models.amount')]}
      />
      {of.affinity.length === 0 ? null : (
        <>
          <h3>{t('models.carriers', { category })}</h3>
          <PlainTable
            caption={t('models.carriers', { category })}
            table={{
              head: [t('models.category'), t('models.amount')],
              rows: of.affinity.map((a) => [f.text(a.label), <Num key="v" value={a.amount} unit="ratio" />]),
            }}
          />
        </>
      )}
    </>
  );
}

/** What a term read, for those who check it: name = value. */
const valuesOf = (values: ModelExplanation['terms'][number]['values']): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} = ${value === null ? '—' : Number(value.toPrecision(4))}`)
    .join(', ');
