import { describe, expect, it } from 'vitest'
import type { AppError } from '../../../../main/domain/errors.ts'
import {
  freshGuard,
  type GuardState,
  guardStep,
  isConstant,
  isSuspicious,
  OutputGuard,
} from '../../../../main/engine/training/divergence.ts'

function feed(losses: readonly number[], gradientNorm = 1): GuardState {
  return losses.reduce((state, loss, step) => guardStep(state, { loss, gradientNorm }, step), freshGuard)
}

const times = (count: number, value: number) => Array.from({ length: count }, () => value)

describe('the divergence guard', () => {
  it('lets a falling loss with one bad batch pass', () => {
    expect(isSuspicious(feed([...times(30, 1), 15, ...times(30, 0.01)]))).toBe(false)
  })

  it.each([
    ['a loss that is not a number', { loss: Number.NaN, gradientNorm: 1 }, /loss is no longer a finite number/],
    ['an infinite gradient', { loss: 1, gradientNorm: Number.POSITIVE_INFINITY }, /gradient is no longer a finite/],
  ])('stops at %s and says what to try', (_, result, message) => {
    const stop = () => guardStep(freshGuard, result, 7)
    expect(stop).toThrow(message)
    expect(stop).toThrow(/learning rate 3 to 10 times lower.*last good checkpoint is kept/)
    expect(stop).toThrow(expect.objectContaining({ code: 'diverged', details: { step: 7 } }) as AppError)
  })

  it('holds back checkpoints while the loss climbs, and stops when it has exploded', () => {
    const climbing = feed([...times(20, 1), ...times(10, 12)])
    expect(isSuspicious(climbing)).toBe(true)
    expect(() => feed([...times(20, 1), ...times(20, 100)])).toThrow(/times that of the untrained network/)
  })

  it('stops when the gradient has died', () => {
    expect(() => feed(times(20, 1), 0)).toThrow(/exactly zero for 20 steps/)
    expect(() => feed(times(19, 1), 0)).not.toThrow()
  })

  it('stops when every output is constant though the truth is not', () => {
    const lens = Float32Array.of(0, 1, 2, 3)
    const flat = new Float32Array(4).fill(0.1)
    const judge = (...pairs: [Float32Array, Float32Array][]) => {
      const guard = new OutputGuard(3)
      for (const [prediction, truth] of pairs) guard.add(prediction, truth)
      guard.finish()
    }
    expect(() => judge([flat, lens], [flat, lens])).toThrow(/constant image whatever it is shown/)
    expect(() => judge([flat, lens], [lens, lens])).not.toThrow()
    expect(() => judge([flat, flat])).not.toThrow()
    expect(() => judge([Float32Array.of(1, Number.NaN, 0, 0), lens])).toThrow(/no longer finite/)
  })

  it('takes float32 rounding on a bright level for constant', () => {
    expect(isConstant(Float32Array.of(1000, 1000.0001))).toBe(true)
    expect(isConstant(Float32Array.of(1000, 1001))).toBe(false)
    expect(isConstant(new Float32Array(3))).toBe(true)
  })
})
