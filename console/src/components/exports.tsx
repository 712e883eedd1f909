import { useTranslation } from 'react-i18next';
import { addressOf, type QueryValue } from '../api/client.ts';
import { useFormats } from '../i18n/format.ts';

/** A table of the API: what is on screen, as a file, is the API's own answer. */
export interface ExportOf {
  readonly path: string;
  readonly query?: Record<string, QueryValue>;
}

/** The same table as CSV and for Excel, in the reader's language. */
export function Exports({ of: { path, query } }: { of: ExportOf }) {
  const { t } = useTranslation();
  const { language: lang } = useFormats();
  return (
    <span className="exports">
      <a href={addressOf(path, { ...query, format: 'csv', lang })} download>
        {t('table.csv')}
      </a>
      <a href={addressOf(path, { ...query, format: 'xlsx', lang })} download>
        {t('table.excel')}
      </a>
    </span>
  );
}
