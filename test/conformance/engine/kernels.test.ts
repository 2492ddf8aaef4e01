import { describe } from 'vitest'
import { findBlockSize } from '../../../main/engine/compiler/blockSize.ts'
import { allCases, imagesAndLayers } from './cases/all.ts'
import { imageCases } from './cases/images.ts'
import { completenessSuite, conformanceSuite } from './suite.ts'

/** A few samples of each case, for every commit; test/long takes many. */
const RUNS = 6

describe('the compiler', completenessSuite)
conformanceSuite('onnx:cpu', allCases, async () => ({ provider: 'cpu', block: 0 }), { runs: RUNS })
conformanceSuite(
  'onnx:cpu in blocks',
  imagesAndLayers,
  async () => ({ provider: 'cpu', block: await findBlockSize(), keepBlocks: true }),
  { runs: RUNS },
)
conformanceSuite('portable ONNX', imagesAndLayers, async () => ({ provider: 'cpu', block: 0, portable: true }), {
  runs: RUNS,
})
conformanceSuite(
  'onnx:cpu in frequencies',
  imageCases,
  async () => ({ provider: 'cpu', block: 0, frequencies: true }),
  { runs: RUNS, accuracy: 2e-5 },
)
