import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { ConfigProvider } from 'antd';
import type { Locale } from 'antd/es/locale';
import enUS from 'antd/es/locale/en_US';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries.ts';
import { antdTheme } from '../theme/antd.ts';
import { ModeProvider, useMode } from '../theme/mode.tsx';
import { router } from './router.tsx';

export function App() {
  return (
    <ModeProvider>
      <Themed>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </Themed>
    </ModeProvider>
  );
}

/** antd in our theme and in the reader's language; the Chinese pack comes only when it is wanted. */
function Themed({ children }: { children: ReactNode }) {
  const { mode } = useMode();
  const { i18n } = useTranslation();
  const [locale, setLocale] = useState<Locale>(enUS);
  useEffect(() => {
    let current = true;
    if (i18n.language === 'zh-CN')
      void import('./antd-zh.ts').then(({ zhCN }) => {
        if (current) setLocale(zhCN);
      });
    else setLocale(enUS);
    return () => {
      current = false;
    };
  }, [i18n.language]);
  const theme = useMemo(() => antdTheme(mode), [mode]);
  return (
    <ConfigProvider theme={theme} locale={locale} wave={{ disabled: true }}>
      {children}
    </ConfigProvider>
  );
}
