/** The bundle without code made from strings, for the content security policy; the package has types for the whole only. */
declare module 'plotly.js/dist/plotly-strict.min.js' {
  import type * as Plotly from 'plotly.js'

  const bundle: typeof Plotly
  // biome-ignore lint/style/noDefaultExport: the bundle's shape is not ours to choose
  export default bundle
}
