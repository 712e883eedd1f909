// Before the first paint: language and colour mode as last chosen, so that nothing flashes; and what the script will ask for first is
// asked for while the script is on its way.
(() => {
  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const root = document.documentElement;
  const mode = stored('gc.mode');
  const dark = mode ? mode === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.mode = dark ? 'dark' : 'light';
  const language = stored('gc.language') ?? navigator.language;
  root.lang = language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';

  const soon = (href, rel, as) =>
    document.head.append(Object.assign(document.createElement('link'), { href, rel, as, crossOrigin: '' }));
  const words = JSON.parse(document.currentScript.dataset.words ?? '{}');
  for (const href of words[root.lang] ?? []) soon(href, 'modulepreload', '');
  if (location.pathname !== '/sign-in')
    for (const href of ['/v1/me', '/v1/status']) soon(href, 'preload', 'fetch');
})();
