/** The one invertible map between file values and network values. */
export type Scaling =
  | { readonly kind: 'none' }
  | { readonly kind: 'linear'; readonly offset: number; readonly scale: number }
  | { readonly kind: 'asinh'; readonly offset: number; readonly scale: number; readonly softening: number }
  | { readonly kind: 'per-image'; readonly statistic: 'minmax' | 'percentile' }
