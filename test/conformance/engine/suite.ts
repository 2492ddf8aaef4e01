import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import '../../../models/gradients.ts'
import '../../../main/engine/compiler/lower/all.ts'
import { kernelDefinitions } from '../../../main/engine/compiler/lower/registry.ts'
import { allCases } from './cases/all.ts'
import type { KernelCase } from './cases/case.ts'
import { expectSame, type Target } from './compare.ts'

tf.env().set('PROD', true)

const USUAL_TOLERANCE = 3e-6

/**
 * Every case on one target, `runs` samples each; fast-check prints the seed and the smallest sample of what fails. No more than
 * `accuracy` is asked of the target.
 */
export function conformanceSuite(
  name: string,
  cases: readonly KernelCase[],
  target: () => Promise<Target>,
  { runs, accuracy = 0 }: { runs: number; accuracy?: number },
): void {
  describe(`${name} computes as tfjs does`, () => {
    for (const { title, samples, tolerance = USUAL_TOLERANCE, fails } of cases) {
      const property = fc.asyncProperty(samples, async ({ inputs, step }) =>
        expectSame(inputs, step, await target(), Math.max(tolerance, accuracy)),
      )
      const reason = fails?.[name]
      const check = () => fc.assert(property, { numRuns: runs })
      if (reason === undefined) it(title, check)
      else it.fails(`${title} (known to fail: ${reason})`, check)
    }
  })
}

export function completenessSuite(): void {
  it('every kernel has a case', () => {
    const covered = new Set(allCases.flatMap(({ kernels }) => kernels))
    const missing = [...kernelDefinitions()].map(({ kernel }) => kernel).filter(kernel => !covered.has(kernel))
    expect(missing).toEqual([])
  })
}
