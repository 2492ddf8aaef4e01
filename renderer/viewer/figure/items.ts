import type { PathStep } from '../measure/outline.ts'
import type { PlacedRaster } from './raster.ts'

/** Of one font family, whose metrics every writer knows. */
export interface TextItem {
  readonly kind: 'text'
  readonly text: string
  /** The base line's start, middle or end. */
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'middle' | 'end'
  readonly size: number
  readonly bold?: boolean
  readonly color: string
  /** A line of this colour around the letters, over an image. */
  readonly halo?: string
}

export interface PathItem {
  readonly kind: 'path'
  readonly steps: readonly PathStep[]
  readonly color: string
  readonly width: number
  readonly dash?: readonly number[]
}

export interface RectItem {
  readonly kind: 'rect'
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly color: string
}

export interface RasterItem extends PlacedRaster {
  readonly kind: 'raster'
}

/** What is drawn within a rectangle alone. */
export interface ClipItem {
  readonly kind: 'clip'
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly items: readonly FigureItem[]
}

export type FigureItem = TextItem | PathItem | RectItem | RasterItem | ClipItem

/**
 * A drawing in CSS pixels (1/96 inch), origin at the upper left; the writers make SVG, PDF and PNG of the same items.
 */
export interface Figure {
  readonly title: string
  readonly width: number
  readonly height: number
  readonly items: readonly FigureItem[]
}

/** Colours are '#rrggbb'. */
export const FONT = 'Helvetica, Arial, "Liberation Sans", sans-serif'
