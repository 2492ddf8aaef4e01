import type { Draw } from '../../../main/contract/draw.ts'
import { t } from '../../text/t.ts'

export type DrawShape = 'fixed' | 'range' | 'normal' | 'decades'

/** The ways in which a value is drawn, and what their numbers are called; a fixed value needs no name. */
export const DRAW_SHAPES: Readonly<Record<DrawShape, { title: string; names: readonly string[] }>> = {
  fixed: { title: t.simulate.oneValueForAll, names: [] },
  range: { title: t.simulate.evenlyFromARange, names: ['min', 'max'] },
  normal: { title: t.simulate.fromANormalDistribution, names: ['mean', 'sigma'] },
  decades: { title: t.simulate.evenlyInTheLogarithm, names: ['min', 'max'] },
}

export function shapeOf(draw: Draw): DrawShape {
  if (typeof draw === 'number') return 'fixed'
  if ('min' in draw) return 'range'
  return 'mean' in draw ? 'normal' : 'decades'
}

interface DrawNumber {
  readonly key: string
  readonly number: number
  /** Whether the limits of the value hold for it. */
  readonly isLimited: boolean
}

/** The numbers of a distribution as the form shows them: ends of a logarithmic range as they are, not their logarithms. */
export function drawNumbers(draw: Draw): readonly DrawNumber[] {
  if (typeof draw === 'number') return [{ key: 'value', number: draw, isLimited: true }]
  if ('min' in draw) {
    return [
      { key: 'min', number: draw.min, isLimited: true },
      { key: 'max', number: draw.max, isLimited: true },
    ]
  }
  if ('mean' in draw) {
    return [
      { key: 'mean', number: draw.mean, isLimited: true },
      { key: 'sigma', number: draw.sigma, isLimited: false },
    ]
  }
  return [
    { key: 'log10Min', number: power(draw.log10Min), isLimited: true },
    { key: 'log10Max', number: power(draw.log10Max), isLimited: true },
  ]
}

export function withNumber(draw: Draw, key: string, number: number): Draw {
  if (typeof draw === 'number') return number
  return { ...draw, [key]: key.startsWith('log10') ? Math.log10(number) : number }
}

/** The same value under another distribution: its middle, its ends. */
export function inShape(draw: Draw, shape: DrawShape): Draw {
  const { low, middle, high } = reachOf(draw)
  switch (shape) {
    case 'fixed':
      return middle
    case 'range':
      return { min: low, max: high }
    case 'normal':
      return { mean: middle, sigma: short((high - low) / 4) }
    case 'decades':
      return { log10Min: Math.log10(Math.max(low, 1e-6)), log10Max: Math.log10(Math.max(high, 1e-6)) }
  }
}

function reachOf(draw: Draw): { low: number; middle: number; high: number } {
  if (typeof draw === 'number') return { low: draw, middle: draw, high: draw }
  if ('min' in draw) return { low: draw.min, middle: short((draw.min + draw.max) / 2), high: draw.max }
  if ('mean' in draw) {
    return { low: short(draw.mean - 2 * draw.sigma), middle: draw.mean, high: short(draw.mean + 2 * draw.sigma) }
  }
  return {
    low: power(draw.log10Min),
    middle: power((draw.log10Min + draw.log10Max) / 2),
    high: power(draw.log10Max),
  }
}

const power = (log10: number): number => short(10 ** log10)

/** Without the last digits that arithmetic leaves. */
const short = (value: number): number => Number(value.toPrecision(12))
