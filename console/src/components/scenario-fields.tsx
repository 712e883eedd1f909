import { Button, Checkbox, InputNumber, Select } from 'antd';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScenarioConfig } from '../api/types.ts';

type Value = ScenarioConfig['value'];
type Numeric = 'slots' | 'repeat_rate' | 'exploration_slots' | 'sponsored_slots' | 'randomised_rate';
/** `empty`: may be left empty, and what that means stands in the contract. */
interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly empty?: boolean;
}

/** Every number of a scenario has a control: a field of the contract that is missing here does not compile. */
const NUMBERS: Record<Numeric, Bounds> = {
  slots: { min: 1, max: 100, step: 1 },
  repeat_rate: { min: 0, max: 1, step: 0.1, empty: true },
  exploration_slots: { min: 0, max: 100, step: 1 },
  sponsored_slots: { min: 0, max: 10, step: 1, empty: true },
  randomised_rate: { min: 0, max: 0.05, step: 0.01 },
};
const VALUES: Record<keyof Required<Value>, Bounds> = {
  margin_rate: { min: 0, max: 1, step: 0.05 },
  first_purchase_minor: { min: 0, max: 1e12, step: 100 },
  need_share: { min: 0, max: 1000, step: 0.5, empty: true },
  new_need_share: { min: 0, max: 1000, step: 0.5, empty: true },
  relevance_share: { min: 0, max: 100, step: 0.5, empty: true },
  price_power_minor: { min: 0, max: 1e12, step: 100, empty: true },
};
const CAPS: Record<keyof ScenarioConfig['caps'], Bounds> = {
  merchant: { min: 1, max: 100, step: 1, empty: true },
  category: { min: 1, max: 100, step: 1, empty: true },
  brand: { min: 1, max: 100, step: 1, empty: true },
};
/** The rest of the contract: its own controls below, and the name, which is fixed. */
type Rest = 'scenario' | 'sources' | 'caps' | 'frequency_cap' | 'value' | 'skip_gates';
type Complete = [Exclude<keyof ScenarioConfig, Numeric | Rest>] extends [never] ? true : never;
const COMPLETE: Complete = true;

const SKIPPABLE = ['owned', 'in_cart', 'repurchase_interval', 'frequency_cap'] as const;
/** A rule or a paid placement brings its own candidates. */
const SOURCES = [
  'canal',
  'next_category',
  'co_purchase',
  'co_view',
  'alternative',
  'repeat',
  'trending',
  'new_item',
  'new_merchant',
  'popular',
  'category',
  'shop',
  'search',
] as const satisfies readonly ScenarioConfig['sources'][number]['source'][];

interface Props {
  readonly draft: ScenarioConfig;
  readonly change: (draft: ScenarioConfig) => void;
}

/** Controls for everything that a scenario is made of. */
export function ScenarioFields({ draft, change }: Props) {
  const { t } = useTranslation();
  const set = (part: Partial<ScenarioConfig>) => change({ ...draft, ...part });
  const numbers = Object.keys(COMPLETE ? NUMBERS : {}) as Numeric[];
  return (
    <>
      <div className="row">
        {numbers.map((key) => (
          <NumberField
            key={key}
            label={t(`serving.scenarios.${key}`)}
            bounds={NUMBERS[key]}
            value={draft[key] ?? null}
            change={(v) => change(withField(draft, key, v))}
          />
        ))}
      </div>
      <fieldset className="row">
        <legend>{t('serving.scenarios.worth')}</legend>
        {(Object.keys(VALUES) as (keyof Value)[]).map((key) => (
          <NumberField
            key={key}
            label={t(`serving.scenarios.${key}`)}
            bounds={VALUES[key]}
            value={draft.value[key] ?? null}
            change={(v) => set({ value: withField(draft.value, key, v) })}
          />
        ))}
      </fieldset>
      <fieldset className="row">
        <legend>{t('serving.scenarios.limits')}</legend>
        {(Object.keys(CAPS) as (keyof ScenarioConfig['caps'])[]).map((key) => (
          <NumberField
            key={key}
            label={t(`serving.scenarios.cap_${key}`)}
            bounds={CAPS[key]}
            value={draft.caps[key]}
            change={(v) => set({ caps: { ...draft.caps, [key]: v } })}
          />
        ))}
        <NumberField
          label={t('serving.scenarios.frequency')}
          bounds={{ min: 1, max: 1000, step: 1, empty: true }}
          value={draft.frequency_cap?.impressions ?? null}
          change={(v) =>
            set({ frequency_cap: v === null ? null : { days: 7, ...draft.frequency_cap, impressions: v } })
          }
        />
        {draft.frequency_cap ? (
          <NumberField
            label={t('serving.scenarios.frequencyDays')}
            bounds={{ min: 1, max: 90, step: 1 }}
            value={draft.frequency_cap.days}
            change={(days) =>
              set({ frequency_cap: { impressions: 1, ...draft.frequency_cap, days: days ?? 1 } })
            }
          />
        ) : null}
      </fieldset>
      <fieldset>
        <legend>{t('serving.scenarios.skip')}</legend>
        <Checkbox.Group
          value={draft.skip_gates ?? []}
          onChange={(gates) => set({ skip_gates: SKIPPABLE.filter((gate) => gates.includes(gate)) })}
          options={SKIPPABLE.map((gate) => ({ value: gate, label: t(`serving.gate.${gate}`) }))}
        />
      </fieldset>
      <Sources draft={draft} change={change} />
    </>
  );
}

function Sources({ draft, change }: Props) {
  const { t } = useTranslation();
  const { sources } = draft;
  const left = SOURCES.filter((source) => !sources.some((one) => one.source === source));
  const set = (now: ScenarioConfig['sources']) => change({ ...draft, sources: now });
  return (
    <table className="plain-table">
      <caption>{t('serving.scenarios.sources')}</caption>
      <tbody>
        {sources.map(({ source, most }) => {
          const name = t(`serving.source.${source}`);
          return (
            <tr key={source}>
              <th scope="row">{name}</th>
              <td>
                <InputNumber
                  size="small"
                  min={1}
                  max={1000}
                  value={most}
                  aria-label={name}
                  onChange={(v) =>
                    set(sources.map((one) => (one.source === source ? { source, most: v ?? 1 } : one)))
                  }
                />
              </td>
              <td>
                <Button
                  size="small"
                  type="text"
                  disabled={sources.length === 1}
                  aria-label={t('serving.scenarios.dropSource', { source: name })}
                  onClick={() => set(sources.filter((one) => one.source !== source))}
                >
                  ✕
                </Button>
              </td>
            </tr>
          );
        })}
      </tbody>
      {left.length > 0 ? (
        <tfoot>
          <tr>
            <td colSpan={3}>
              <Select
                size="small"
                style={{ width: 220 }}
                value={null}
                aria-label={t('serving.scenarios.addSource')}
                placeholder={t('serving.scenarios.addSource')}
                options={left.map((source) => ({ value: source, label: t(`serving.source.${source}`) }))}
                onChange={(source) => source && set([...sources, { source, most: 100 }])}
              />
            </td>
          </tr>
        </tfoot>
      ) : null}
    </table>
  );
}

interface NumberProps {
  readonly label: string;
  readonly bounds: Bounds;
  readonly value: number | null;
  readonly change: (value: number | null) => void;
}

function NumberField({ label, bounds, value, change }: NumberProps): ReactNode {
  const id = useId();
  const { t } = useTranslation();
  const { min, max, step, empty } = bounds;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <InputNumber
        id={id}
        min={min}
        max={max}
        step={step}
        value={value}
        placeholder={empty ? t('serving.scenarios.none') : ''}
        onChange={(now) => change(now ?? (empty ? null : min))}
      />
    </div>
  );
}

/** A field set; empty means that it is not there, or null where the contract has it so. */
function withField<T extends object>(of: T, key: keyof T, value: number | null): T {
  const { [key]: _, ...rest } = of;
  return (value === null && key !== 'repeat_rate' ? rest : { ...rest, [key]: value }) as T;
}
