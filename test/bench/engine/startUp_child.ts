/** One start-up, measured: `DEVICE THREADS BATCH STUDY`, a line of JSON out. */
import { findBlockSize } from '../../../main/engine/compiler/blockSize.ts'
import { compileTrainingStep } from '../../../main/engine/compiler/compile.ts'
import { createSession } from '../../../main/engine/compiler/session.ts'
import { defaultAdam } from '../../../models/optimisers.ts'
import { resnet, type Study } from '../networks.ts'

const [device, threads, batch, text] = process.argv.slice(2)
const study = JSON.parse(text) as Study
const provider = device.replace('onnx:', '')
const begun = performance.now()
const options = provider === 'cpu' ? { block: await findBlockSize() } : { block: 0, portable: true }
const size = { batch: Number(batch), height: study.pixels, width: study.pixels }
const compiled = compileTrainingStep({ network: resnet(study), loss: 'mse', adam: defaultAdam, ...size }, options)
const isCompiled = performance.now()
const bytes = compiled.encode()
const isEncoded = performance.now()
const session = await createSession(bytes, { provider, threads: Number(threads) })
const isReady = performance.now()
await session.release()

const seconds = (from: number, to: number) => (to - from) / 1000
console.log(
  JSON.stringify({
    compile: seconds(begun, isCompiled),
    encode: seconds(isCompiled, isEncoded),
    session: seconds(isEncoded, isReady),
  }),
)
