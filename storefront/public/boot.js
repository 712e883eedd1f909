// Language before the first paint, so that nothing is drawn twice.
(() => {
  let language;
  try {
    language = localStorage.getItem('shop.language');
  } catch {
    // Storage may be forbidden; the browser's language will do.
  }
  document.documentElement.lang = language ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en');
})();
