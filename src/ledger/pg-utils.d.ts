/** pg's own way of writing a parameter as text; not in its published types. */
declare module 'pg/lib/utils.js' {
  const utils: { prepareValue(value: unknown): unknown };
  export default utils;
}
