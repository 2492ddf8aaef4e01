import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import type { ParameterSpec } from '../../../models/network.ts'
import { AppError } from '../../domain/errors.ts'
import type { NamedTensor } from '../devices/device.ts'
import { sizeOf } from './graph.ts'

/**
 * Many small arrays as one: a step then has one input and one output for all weights, and the optimizer is a dozen
 * operations for the whole network.
 */
export class ParameterPack {
  readonly specs: readonly ParameterSpec[]
  readonly length: number
  readonly #offsets: readonly number[]

  constructor(specs: readonly ParameterSpec[]) {
    this.specs = specs
    let length = 0
    this.#offsets = specs.map(s => {
      const offset = length
      length += sizeOf(s.shape)
      return offset
    })
    this.length = length
  }

  /** Copies named arrays into one. Throws `bad-input` where one is missing or has another shape. */
  pack(tensors: readonly NamedTensor[]): Float32Array {
    const flat = new Float32Array(this.length)
    const byName = new Map(tensors.map(t => [t.name, t]))
    for (const [i, { name, shape }] of this.specs.entries()) {
      const tensor = byName.get(name)
      if (tensor?.data.length !== sizeOf(shape) || tensor.shape.join() !== shape.join()) {
        const found =
          tensor === undefined ? 'is missing' : `has shape [${tensor.shape}] with ${tensor.data.length} values`
        const message = `The weights are not this network's: '${name}' should have shape [${shape}] and ${found}.`
        throw new AppError('bad-input', message, { name, shape, found: tensor?.shape })
      }
      flat.set(tensor.data, this.#offsets[i])
    }
    return flat
  }

  /** Copies the parts out again. */
  unpack(flat: Float32Array): NamedTensor[] {
    return this.specs.map(({ name, shape }, i) => {
      const offset = this.#offsets[i]
      return { name, shape, data: flat.slice(offset, offset + sizeOf(shape)) }
    })
  }

  /** The parts of a flat tensor [length], by name, as tensor operations. */
  split(flat: Tensor): Record<string, Tensor> {
    const parts = this.specs.map(({ name, shape }, i) => {
      const part = tf.slice(flat, [this.#offsets[i]], [sizeOf(shape)])
      return [name, tf.reshape(part, [...shape])]
    })
    return Object.fromEntries(parts)
  }

  /** The reverse of `split`. */
  join(parts: Readonly<Record<string, Tensor>>): Tensor {
    const flat = this.specs.map(({ name }) => tf.reshape(parts[name], [-1]))
    return flat.length === 1 ? flat[0] : tf.concat(flat, 0)
  }
}

/** A network's trainable parameters and its running statistics, each packed. */
export function packsOf(specs: readonly ParameterSpec[]): { weights: ParameterPack; statistics: ParameterPack } {
  return {
    weights: new ParameterPack(specs.filter(s => s.trainable)),
    statistics: new ParameterPack(specs.filter(s => !s.trainable)),
  }
}
