import { findBlockSize } from '../../../main/engine/compiler/blockSize.ts'
import { allCases, imagesAndLayers } from '../../conformance/engine/cases/all.ts'
import { conformanceSuite } from '../../conformance/engine/suite.ts'

const RUNS = 100

conformanceSuite('onnx:cpu', allCases, async () => ({ provider: 'cpu', block: 0 }), { runs: RUNS })
conformanceSuite(
  'onnx:cpu in blocks',
  imagesAndLayers,
  async () => ({ provider: 'cpu', block: await findBlockSize(), keepBlocks: true }),
  { runs: RUNS },
)
