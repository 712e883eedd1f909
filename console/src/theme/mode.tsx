import { createContext, type ReactNode, useCallback, useContext, useLayoutEffect, useState } from 'react';
import { type Mode, type Palette, palettes } from './tokens.ts';

interface ModeValue {
  readonly mode: Mode;
  readonly palette: Palette;
  readonly setMode: (mode: Mode) => void;
}

const Context = createContext<ModeValue | null>(null);

/** Light or dark, as last chosen, else as the system asks. Publishes the palette as CSS variables. */
export function ModeProvider({ children }: { children: ReactNode }) {
  const [mode, set] = useState<Mode>(() =>
    document.documentElement.dataset.mode === 'dark' ? 'dark' : 'light',
  );
  const palette = palettes[mode];
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.dataset.mode = mode;
    root.style.colorScheme = mode;
    for (const [name, value] of Object.entries(palette)) {
      if (typeof value === 'string') root.style.setProperty(`--${name}`, value);
      else value.forEach((v: string, i: number) => void root.style.setProperty(`--${name}-${i}`, v));
    }
  }, [mode, palette]);
  const setMode = useCallback((next: Mode) => {
    localStorage.setItem('gc.mode', next);
    set(next);
  }, []);
  return <Context value={{ mode, palette, setMode }}>{children}</Context>;
}

export function useMode(): ModeValue {
  const value = useContext(Context);
  if (!value) throw new Error('useMode outside ModeProvider');
  return value;
}
