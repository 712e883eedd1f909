import type { Rollup } from 'vite';

/** A built page with its style in it: smaller than what a request for it costs, and nothing waits for it. */
export function inlineStyle(html: string, bundle: Rollup.OutputBundle): string {
  return html.replace(/<link rel="stylesheet"[^>]*href="\/([^"]+)"[^>]*>/g, (link, name: string) => {
    const file = bundle[name];
    if (file?.type !== 'asset') return link;
    delete bundle[name];
    return `<style>${String(file.source).trim()}</style>`;
  });
}
