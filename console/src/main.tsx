import './theme/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { startI18n } from './i18n/index.ts';

await startI18n();
createRoot(document.getElementById('root')!).render(<App />);
