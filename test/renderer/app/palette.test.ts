import type { ColorSystemOptions } from '@mui/material/styles'
import { describe, expect, it } from 'vitest'
import { darkPalette, lightPalette } from '../../../renderer/app/palette.ts'

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map(at => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map(value => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

const hexAt = (system: ColorSystemOptions, path: string): string => {
  const value = path
    .split('.')
    .reduce<unknown>((node, key) => (node as Readonly<Record<string, unknown>>)[key], system.palette)
  if (typeof value !== 'string' || !/^#[0-9a-f]{6}$/.test(value)) throw new Error(`${path} is no hex colour`)
  return value
}

const TEXT = [
  'text.primary',
  'text.secondary',
  'primary.main',
  'success.main',
  'warning.main',
  'error.main',
  'info.main',
]
const GROUNDS = ['background.default', 'background.paper']
const FILLED = ['primary', 'secondary', 'success', 'warning', 'error', 'info']

describe.each([
  ['dark', darkPalette],
  ['light', lightPalette],
] as const)('the %s theme', (_, system) => {
  it.each(GROUNDS.flatMap(ground => TEXT.map(text => [text, ground])))(
    '%s on %s reaches AA for text',
    (text, ground) => {
      expect(contrast(hexAt(system, text), hexAt(system, ground))).toBeGreaterThanOrEqual(4.5)
    },
  )

  it.each(FILLED)('text on a filled %s button reaches AA', name => {
    expect(contrast(hexAt(system, `${name}.main`), hexAt(system, `${name}.contrastText`))).toBeGreaterThanOrEqual(4.5)
  })
})
