// Before the first paint: language and colour mode as last chosen, so that nothing flashes; and the words, which the script will want,
// are asked for while it is on its way.
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

  const words = JSON.parse(document.currentScript.dataset.words ?? '{}');
  for (const href of words[root.lang] ?? []) {
    const link = document.createElement('link');
    document.head.append(Object.assign(link, { rel: 'modulepreload', href, crossOrigin: '' }));
  }
})();
