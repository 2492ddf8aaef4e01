/** Our side of fits.ts: every line of the input names a file and how many threads may decode it. */
import { createInterface } from 'node:readline'
import { withFileSource } from '../../main/formats/byteSource.ts'
import { openFits } from '../../main/formats/fits/file.ts'
import { firstImage, readImage } from '../../main/formats/fits/image.ts'
import { createPool, type WorkerPool } from '../../main/services/pool/pool.ts'
import { tileDecoder } from '../../main/services/pool/tileDecoder.ts'

let pool: WorkerPool | undefined

async function measure(path: string, threads: number) {
  if (threads > 1) pool ??= createPool(threads)
  const options = threads > 1 && pool !== undefined ? { parallel: tileDecoder(pool) } : {}
  const cpu = process.cpuUsage()
  const started = performance.now()
  const { data } = await withFileSource(path, async source => {
    const file = await openFits(source)
    return (await readImage(file, firstImage(file).index, 0, options)).image
  })
  const wallMs = performance.now() - started
  const { user, system } = process.cpuUsage(cpu)
  let checksum = 0
  for (let i = 0; i < data.length; i += 4097) checksum += data[i]
  return { wallMs, cpuMs: (user + system) / 1000, checksum }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { path, threads } = JSON.parse(line) as { path: string; threads: number }
  process.stdout.write(`${JSON.stringify(await measure(path, threads))}\n`)
}
await pool?.close()
