import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A secret to take away: shown in full, copied by a button. */
export function CopyLine({ label, value }: { label: string; value: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  return (
    <div className="copy-line">
      <span>{label}</span>
      <code>{value}</code>
      <Button
        size="small"
        onClick={() => void navigator.clipboard?.writeText(value).then(() => setCopied(true))}
      >
        {t(copied ? 'common.copied' : 'common.copy')}
      </Button>
    </div>
  );
}
