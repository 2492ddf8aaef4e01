import type { AngleStyle } from '../formatSky.ts'
import { decimalsFor, toSexagesimal } from '../sexagesimal.ts'

/** How the lines of one coordinate are spaced and named. */
export interface GridStep {
  /** Degrees. */
  readonly degrees: number
  label(value: number): string
}

const SIXTIETHS = [30, 20, 15, 10, 5, 2, 1]
/** Steps in units of an hour or degree, in seconds. */
const SECONDS = [
  ...[90, 60, 45, 30, 20, 15, 10, 5, 2, 1].map(wholes => wholes * 3600),
  ...SIXTIETHS.map(minutes => minutes * 60),
  ...SIXTIETHS,
  ...decimalSteps(0.5, 1e-6),
]
const HOUR_SECONDS = [6, 4, 3, 2, 1].map(hours => hours * 3600).concat(SECONDS.filter(seconds => seconds < 3600))
const DEGREES = [90, 60, 45, 30, 20, 15, 10, 5, 2, 1, ...decimalSteps(0.5, 1e-9)]

/** The round step that cuts `span` degrees into about `lines` pieces, in the units of the style. */
export function chooseStep(span: number, lines: number, style: AngleStyle, inHours: boolean): GridStep {
  const wanted = span / lines
  if (style === 'degrees') {
    const degrees = nearest(DEGREES, wanted)
    const decimals = decimalsOf(degrees)
    return { degrees, label: value => `${(Number(value.toFixed(decimals)) || 0).toFixed(decimals)}°`.replace('-', '−') }
  }
  const degreesPerUnit = inHours ? 15 : 1
  const seconds = nearest(inHours ? HOUR_SECONDS : SECONDS, (wanted / degreesPerUnit) * 3600)
  const units = inHours ? ['h', 'm', 's'] : ['°', '′', '″']
  return {
    degrees: (seconds / 3600) * degreesPerUnit,
    label: value => {
      const turn = inHours ? 24 : Number.POSITIVE_INFINITY
      const { sign, fields } = toSexagesimal(value / degreesPerUnit, decimalsOf(seconds), turn)
      const shown = seconds >= 3600 ? 1 : seconds >= 60 ? 2 : 3
      const text = fields.slice(0, shown).map((field, i) => field + units[i])
      return (sign === '-' ? '−' : '') + text.join('')
    },
  }
}

function nearest(steps: readonly number[], wanted: number): number {
  const distance = (step: number) => Math.abs(Math.log(step / wanted))
  return steps.reduce((best, step) => (distance(step) < distance(best) ? step : best))
}

/** 5, 2 and 1 of each power of ten from `first` down to `last`. */
function decimalSteps(first: number, last: number): number[] {
  const steps: number[] = []
  for (let power = first * 2; power / 10 >= last * 0.99; power /= 10) steps.push(power / 2, power / 5, power / 10)
  return steps
}

/** Decimals that a round step itself needs: none for 2, one for 0.5. */
function decimalsOf(step: number): number {
  return step >= 1 ? 0 : decimalsFor(step * 10)
}
