import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numberProblem, parseNumber } from '../../../renderer/ui/numberText.ts'

describe('numbers as they are typed', () => {
  it('reads every number that is written', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), value => {
        expect(parseNumber(String(value))).toBe(value === 0 ? Number(String(value)) : value)
      }),
    )
  })
  it('takes a comma for the decimal point, and an empty field for nothing', () => {
    expect([parseNumber(' 0,05 '), parseNumber('.5'), parseNumber('1e-3'), parseNumber(' ')]).toEqual([
      0.05,
      0.5,
      0.001,
      null,
    ])
  })
  it.each(['1,000.5', '0x10', 'Infinity', '1e', '-', 'abc', '1 2'])('refuses %s', text => {
    expect(parseNumber(text)).toBeNaN()
  })
  it('says what is wrong with a value', () => {
    expect([
      numberProblem(null, {}),
      numberProblem(null, { optional: true }),
      numberProblem(Number.NaN, { optional: true }),
      numberProblem(1.5, { integer: true }),
      numberProblem(9, { min: 2, max: 8 }),
      numberProblem(-1, { min: 0 }),
      numberProblem(0, { above: 0 }),
      numberProblem(3, { min: 2, max: 8, integer: true }),
    ]).toEqual([
      'A number is needed.',
      null,
      'This is not a number.',
      'A whole number is needed.',
      '2 to 8.',
      '0 or more.',
      'Above 0.',
      null,
    ])
  })
})
