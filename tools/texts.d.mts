/** A literal text in a source, where it begins and ends in characters, and in which line. */
export interface FoundText {
  readonly start: number
  readonly end: number
  readonly line: number
  /** Values inside of it stand as 0. */
  readonly text: string
}

/** Literal texts of a source of the renderer: what stands in it instead of in the catalogue. Throws where it cannot be read. */
export function findTexts(file: string, source: string): readonly FoundText[]
