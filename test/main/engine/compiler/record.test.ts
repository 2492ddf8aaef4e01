import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { toAppError } from '../../../../main/domain/errors.ts'
import { defineKernel, RECIPE } from '../../../../main/engine/compiler/lower/registry.ts'
import { record } from '../../../../main/engine/compiler/record.ts'
import '../../../../models/gradients.ts'

const inputs = [{ name: 'x', shape: [2, 3] }]

function failure(run: () => unknown) {
  try {
    run()
  } catch (error) {
    return toAppError(error)
  }
  throw new Error('nothing failed')
}

describe('recording a step', () => {
  it('names a kernel without lowering, the op that called it, and the recipe', () => {
    const { code, message, details } = failure(() => record(inputs, ({ x }) => ({ y: tf.atan2(x, x) })))
    expect(code).toBe('unsupported')
    expect(details).toEqual({ kernel: 'Atan2', op: 'atan2' })
    expect(message).toContain("'Atan2' (called by atan2)")
    expect(message).toContain(RECIPE)
    const recipe = resolve(import.meta.dirname, '../../../..', RECIPE)
    expect(existsSync(recipe) && readFileSync(recipe, 'utf8')).toContain('## Adding a kernel')
  })

  it('names the kernel whose result a step tried to read', () => {
    const { code, details } = failure(() =>
      record(inputs, ({ x }) => {
        const sum = tf.sum(x).dataSync()[0]
        return { y: tf.div(x, sum) }
      }),
    )
    expect(code).toBe('unsupported')
    expect(details).toEqual({ kernel: 'Sum' })
  })

  it('names a kernel whose gradient is missing', () => {
    const { message } = failure(() => record(inputs, ({ x }) => ({ y: tf.grad(v => tf.sum(tf.acosh(v)))(x) })))
    expect(message).toContain('Acosh')
  })

  it('leaves the backend that was in use as it was', () => {
    const before = tf.engine().backendName
    record(inputs, ({ x }) => ({ y: tf.neg(x) }))
    failure(() => record(inputs, ({ x }) => ({ y: tf.atan2(x, x) })))
    expect(tf.engine().backendName).toBe(before)
  })

  it('refuses values that a step cannot hold', () => {
    const { code } = failure(() => record(inputs, ({ x }) => ({ y: tf.cast(x, 'complex64') })))
    expect(code).toBe('unsupported')
  })
})

describe('the registry of kernels', () => {
  it('refuses a kernel that it has', () => {
    expect(() => defineKernel({ kernel: 'Relu', inputs: ['x'] })).toThrow("'Relu' is defined twice")
  })
})
