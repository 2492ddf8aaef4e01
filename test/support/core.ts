import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { SubarcClient } from '../../main/contract/client.ts'
import { errorFromCall } from '../../main/contract/client.ts'
import type { Job } from '../../main/contract/jobs.ts'
import type { AppError } from '../../main/domain/errors.ts'
import { writeNpy } from '../../main/formats/npy.ts'
import type { HostKind } from '../../main/services/context.ts'
import { type Core, createCore } from '../../main/services/core.ts'

/** A folder of the test's own; `remove` when it is over. */
export function temporaryFolder(name: string): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `subarc-${name}-`))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** A core on a workspace; engines are not started in tests that open it so. */
export function openCore(workspacePath: string, host: HostKind = 'web'): Promise<Core> {
  return createCore({
    workspacePath,
    host,
    version: '0.0.0-test',
    launchEngine: () => {
      throw new Error('no engine in this test')
    },
  })
}

/** The job's last state, when its events have ended. */
export async function finished(client: SubarcClient, { id }: Pick<Job, 'id'>): Promise<Job> {
  for await (const event of await client.jobs.events({ id })) void event
  return client.jobs.get({ id })
}

/** The error of a call that must fail. */
export async function failure(call: Promise<unknown>): Promise<AppError> {
  try {
    await call
  } catch (error) {
    return errorFromCall(error)
  }
  throw new Error('the call was expected to fail')
}

/** Pixels by a formula of column and row, row 0 at the bottom. */
export function pixels(width: number, height: number, value: (x: number, y: number) => number): Float32Array {
  return Float32Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width)))
}

/** A round blob of light off the centre: it has an offset to be measured and is not symmetric. */
export function blob(side: number, seed = 0): Float32Array {
  const x0 = side * (0.45 + 0.02 * (seed % 5))
  const y0 = side * (0.55 - 0.01 * (seed % 7))
  return pixels(side, side, (x, y) => 3 * Math.exp(-(((x + 0.5 - x0) ** 2 + (y + 0.5 - y0) ** 2) / (side * 0.12) ** 2)))
}

/** Writes a file of the test, with its folders. */
export function writeTestFile(path: string, content: Uint8Array | string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

export function writeTestImage(path: string, side: number, data: Float32Array, shape = [1, side, side]): void {
  writeTestFile(path, writeNpy({ shape, data }))
}

/** LR/sample{i}.npy and HR/sample{i}.npy: blobs, LR the 2 x 2 mean of HR. */
export function writeStudyPairs(folder: string, count: number, hrSide = 32): void {
  for (let i = 1; i <= count; i++) {
    const hr = blob(hrSide, i)
    const half = hrSide / 2
    const lr = pixels(half, half, (x, y) => {
      const at = (dx: number, dy: number): number => hr[(2 * y + dy) * hrSide + 2 * x + dx]
      return (at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1)) / 4
    })
    writeTestImage(join(folder, 'HR', `sample${i}.npy`), hrSide, hr)
    writeTestImage(join(folder, 'LR', `sample${i}.npy`), half, lr)
  }
}
