/** A chart's content as rows, for those who would rather read or copy it. */
export interface ChartContent {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}
