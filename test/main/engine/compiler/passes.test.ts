import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { compileTrainingStep } from '../../../../main/engine/compiler/compile.ts'
import { type Graph, printGraph } from '../../../../main/engine/compiler/graph.ts'
import { countOps } from '../../../../main/engine/compiler/onnxModel.ts'
import { dropDead, foldConstants, fuseBias, optimise, shareCommon } from '../../../../main/engine/compiler/passes.ts'
import { record } from '../../../../main/engine/compiler/record.ts'
import type { TrainingStepSpec } from '../../../../main/engine/compiler/trainingStep.ts'

const recorded = (step: (x: tf.Tensor) => tf.Tensor): Graph =>
  record([{ name: 'x', shape: [2, 3] }], ({ x }) => ({ y: step(x) }))

const kernels = (graph: Graph): string[] => graph.nodes.flatMap(n => (n.kind === 'operation' ? [n.kernel] : []))

describe('a pass over the recorded step', () => {
  it('drops what no output needs, and keeps the inputs', () => {
    const graph = recorded(x => {
      tf.exp(x)
      return tf.neg(x)
    })
    expect(printGraph(dropDead(graph))).toBe('%0 = input x: float32[2,3]\n%1 = Neg(%0): float32[2,3]\ny <- %1')
  })

  it('computes what is the same number everywhere, and drops additions of nought and products with one', () => {
    const graph = recorded(x => tf.add(tf.mul(x, tf.sub(3, 2)), tf.zeros([2, 3])))
    expect(kernels(graph)).toContain('Multiply')
    expect(kernels(dropDead(foldConstants(graph)))).toEqual([])
  })

  it('computes equal operations once', () => {
    const graph = recorded(x => tf.add(tf.exp(x), tf.exp(x)))
    expect(kernels(graph).filter(k => k === 'Exp')).toHaveLength(2)
    expect(kernels(dropDead(shareCommon(graph))).filter(k => k === 'Exp')).toHaveLength(1)
  })

  it('gives a bias to its convolution, unless something else reads the sum without it', () => {
    const inputs = [
      { name: 'x', shape: [1, 5, 5, 2] },
      { name: 'filter', shape: [3, 3, 2, 4] },
      { name: 'bias', shape: [4] },
    ]
    const conv = (t: Record<string, tf.Tensor>) => tf.conv2d(t.x as tf.Tensor4D, t.filter as tf.Tensor4D, 1, 'same')
    const alone = record(inputs, t => ({ y: tf.add(conv(t), t.bias) }))
    expect(kernels(fuseBias(alone))).toEqual(['Conv2D'])
    const shared = record(inputs, t => {
      const c = conv(t)
      return { y: tf.add(c, t.bias), c }
    })
    expect(kernels(fuseBias(shared))).toEqual(['Conv2D', 'Add'])
  })

  it('can be left out', () => {
    const graph = recorded(x => tf.add(tf.exp(x), tf.exp(x)))
    expect(kernels(optimise(graph, ['shareCommon'])).filter(k => k === 'Exp')).toHaveLength(2)
  })
})

describe("ResnetSISR's training step", () => {
  const spec: TrainingStepSpec = {
    network: {
      kind: 'resnet-sisr',
      blocks: 2,
      channels: 16,
      magnification: 2,
      magnifications: 1,
      outputRelu: false,
      globalSkip: false,
    },
    loss: 'mse',
    adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    batch: 2,
    height: 12,
    width: 12,
  }
  const ops = (block: number) => countOps(compileTrainingStep(spec, { block }).model)

  it('convolves in blocks of channels where these divide, and plainly where they do not', () => {
    expect(ops(0).ReorderInput).toBeUndefined()
    expect(ops(32)).toEqual(ops(0))
    expect(ops(8).ReorderInput).toBeGreaterThan(0)
    expect(ops(8).ReorderOutput).toBe(ops(8).ReorderInput)
    expect(ops(8).Conv).toBe(ops(0).Conv)
  })
})
