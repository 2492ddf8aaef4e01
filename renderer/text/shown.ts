/** What may stand inside of a text: words that are ready, or a number as it is. */
export type Shown = string | number
