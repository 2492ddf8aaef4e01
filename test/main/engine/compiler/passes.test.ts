import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { compileTrainingStep } from '../../../../main/engine/compiler/compile.ts'
import { type Graph, printGraph } from '../../../../main/engine/compiler/graph.ts'
import { countActivationTransposes, countOps } from '../../../../main/engine/compiler/onnxModel.ts'
import { dropDead } from '../../../../main/engine/compiler/passes/dropDead.ts'
import { findShuffles } from '../../../../main/engine/compiler/passes/findShuffles.ts'
import { foldConstants } from '../../../../main/engine/compiler/passes/foldConstants.ts'
import { fuseActivation, fuseBias } from '../../../../main/engine/compiler/passes/fuse.ts'
import { shareCommon } from '../../../../main/engine/compiler/passes/shareCommon.ts'
import { optimise } from '../../../../main/engine/compiler/passes.ts'
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

  it('gives a relu to its convolution, unless something else reads what goes into it', () => {
    const inputs = [
      { name: 'x', shape: [1, 5, 5, 2] },
      { name: 'filter', shape: [3, 3, 2, 4] },
    ]
    const conv = (t: Record<string, tf.Tensor>) => tf.conv2d(t.x as tf.Tensor4D, t.filter as tf.Tensor4D, 1, 'same')
    const alone = record(inputs, t => ({ y: tf.relu(conv(t)) }))
    expect(kernels(fuseActivation(alone))).toEqual(['Conv2D'])
    const shared = record(inputs, t => {
      const c = conv(t)
      return { y: tf.relu(c), c }
    })
    expect(kernels(fuseActivation(shared))).toEqual(['Conv2D', 'Relu'])
  })

  it("finds PyTorch's pixel shuffle, and nothing that only looks like it", () => {
    const shuffle = (perm: number[]) =>
      record([{ name: 'x', shape: [2, 3, 5, 8] }], ({ x }) => ({
        y: tf.reshape(tf.transpose(tf.reshape(x, [2, 3, 5, 2, 2, 2]), perm), [2, 6, 10, 2]),
      }))
    expect(kernels(findShuffles(shuffle([0, 1, 4, 2, 5, 3])))).toEqual(['PixelShuffle'])
    expect(kernels(findShuffles(shuffle([0, 1, 3, 2, 4, 5])))).toEqual(['Reshape', 'Transpose', 'Reshape'])
  })

  it('computes what follows from constant arrays alone', () => {
    const graph = recorded(x => tf.mul(x, tf.rsqrt(tf.add(tf.tensor([3, 8, 15]), 1))))
    const folded = dropDead(foldConstants(graph))
    expect(kernels(folded)).toEqual(['Multiply'])
    const constants = folded.nodes.flatMap(n => (n.kind === 'constant' ? [[...n.data]] : []))
    expect(constants).toEqual([[0.5, Math.fround(1 / 3), 0.25]])
  })

  it('can be left out', () => {
    const graph = recorded(x => tf.add(tf.exp(x), tf.exp(x)))
    expect(kernels(optimise(graph, ['shareCommon'])).filter(k => k === 'Exp')).toHaveLength(2)
  })
})

describe("ResnetSISR's training step", () => {
  const resnetSisr = {
    kind: 'resnet-sisr',
    blocks: 2,
    channels: 16,
    magnification: 2,
    magnifications: 1,
    outputRelu: false,
    globalSkip: false,
  } as const
  const spec: TrainingStepSpec = {
    network: resnetSisr,
    loss: 'mse',
    adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    batch: 2,
    height: 11,
    width: 13,
  }
  // Batch norm's sums of products are taken of whole images.
  const without = ['fuseDots'] as const
  const compiled = (block: number, keepBlocks = false) =>
    compileTrainingStep(spec, keepBlocks ? { block, keepBlocks, without } : { block }).model
  const ops = (block: number, keepBlocks = false) => countOps(compiled(block, keepBlocks))

  it('convolves in blocks of channels where these divide, and plainly where they do not', () => {
    expect(ops(0).ReorderInput).toBeUndefined()
    expect(ops(32)).toEqual(ops(0))
    expect(ops(8).ReorderInput).toBeGreaterThan(0)
    expect(ops(8).Conv).toBe(ops(0).Conv)
  })

  it('leaves activations in blocks from one convolution to the next where that is asked for', () => {
    const [kept, apart] = [ops(8, true), countOps(compileTrainingStep(spec, { block: 8, without }).model)]
    const reorders = (counts: Record<string, number>) => counts.ReorderInput + counts.ReorderOutput
    expect(apart.ReorderOutput).toBe(apart.ReorderInput)
    expect(reorders(kept)).toBeLessThan(reorders(apart))
    expect(kept.Conv).toBe(apart.Conv)
  })

  it('has its large kernels in the frequency domain, unless that is not wanted', () => {
    const wide: TrainingStepSpec = { ...spec, network: { ...resnetSisr, channels: 64 }, height: 40, width: 40 }
    const counts = (frequencies?: boolean) => countOps(compileTrainingStep(wide, { block: 0, frequencies }).model)
    // Forwards and backwards by the input.
    expect(counts(false).Conv - counts().Conv).toBe(2)
  })

  it('shuffles no image of more channels than the last', () => {
    const { graph } = compileTrainingStep(spec, { block: 0 })
    const shuffled = graph.nodes.filter(n => n.kind === 'operation' && n.kernel.startsWith('Pixel'))
    expect(shuffled.map(n => n.shape[3])).toEqual(shuffled.map(n => (n.shape[1] === spec.height ? 4 : 1)))
  })

  it.each([[0], [8]])('transposes activations for the pixel shuffle and its gradient alone, blocks of %i', block => {
    expect(countActivationTransposes(compiled(block), spec.batch, spec.height * spec.width)).toBeLessThanOrEqual(4)
  })
})
