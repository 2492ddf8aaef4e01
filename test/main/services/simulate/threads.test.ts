import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { simulationPresets } from '../../../../main/lensing/presets.ts'
import { createPool } from '../../../../main/services/pool/pool.ts'

const wanted = ['hsc-hst', 'model-1-published'].flatMap(id => simulationPresets.filter(preset => preset.id === id))

/** Hashes of six samples of each preset, made all at once on so many threads. */
async function hashes(threads: number): Promise<(string | undefined)[]> {
  const folder = mkdtempSync(join(tmpdir(), 'subarc-threads-'))
  const pool = createPool(threads)
  const make = ({ id, simulation }: (typeof wanted)[number], index: number) =>
    pool.run('simulateSample', {
      config: { ...simulation, hrPixels: 48 },
      seed: 5,
      index,
      images: {},
      lrFile: simulation.products === 'pairs' ? join(folder, `${id}-${index}-lr.npy`) : null,
      hrFile: join(folder, `${id}-${index}.npy`),
    })
  const made = await Promise.all(wanted.flatMap(preset => Array.from({ length: 6 }, (_, index) => make(preset, index))))
  await pool.close()
  rmSync(folder, { recursive: true })
  return made.flatMap(({ lr, hr }) => [lr?.pixelHash, hr?.pixelHash])
}

it('simulated images are the same to the last bit whatever the number of threads', async () => {
  const alone = await hashes(1)
  expect(new Set(alone).size).toBe(19)
  expect(await hashes(3)).toEqual(alone)
}, 60_000)
