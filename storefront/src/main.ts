import './theme/index.css';

/** The page that the server drew is painted first; the script, which is on its way meanwhile, then takes it over. */
const start = () => void import('./start.tsx');
if (document.hidden) start();
else requestAnimationFrame(() => setTimeout(start));
