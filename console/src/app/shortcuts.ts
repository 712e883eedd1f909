import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { Role } from '../api/types.ts';
import { pagesOf } from './nav.ts';

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** `/` searches, `?` helps, `g` and a letter goes. Never while somebody types. */
export function useShortcuts(role: Role, open: (overlay: 'search' | 'help') => void): void {
  const navigate = useNavigate();
  useEffect(() => {
    let going = 0;
    const onKey = (event: KeyboardEvent) => {
      if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === '/' || event.key === '?') {
        event.preventDefault();
        open(event.key === '/' ? 'search' : 'help');
      } else if (event.key === 'g') going = event.timeStamp;
      else if (going && event.timeStamp - going < 1500) {
        going = 0;
        const item = pagesOf(role).find((p) => p.key === event.key);
        if (item) void navigate({ to: item.to });
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [role, open, navigate]);
}
