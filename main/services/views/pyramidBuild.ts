import { join } from 'node:path'
import type { PlaneRef, PyramidState } from '../../contract/views.ts'
import { type AppError, toAppError } from '../../domain/errors.ts'
import type { PixelSize } from '../../domain/pyramid.ts'
import { createWake, type Wake } from '../jobs/iterators.ts'
import type { WorkerPool } from '../pool/pool.ts'
import type { PlaneAt } from './planeTasks.ts'
import { type PyramidCache, type PyramidFacts, pyramidId } from './pyramidCache.ts'
import { BAND_ROWS, RAW_FILE } from './pyramidFile.ts'

/** A plane of a file that may be read, by its real path, and its size. */
export interface Plane extends PlaneRef {
  readonly size: PixelSize
}

interface BuildTools {
  readonly pool: WorkerPool
  readonly cache: PyramidCache
}

/** The pyramid of one plane: found in the cache, or made band by band while what is there is used already. */
export class PyramidBuild {
  readonly id: string
  readonly plane: Plane
  readonly changed: Wake = createWake()
  /** The folder that the tiles are in now. */
  folder = ''
  rowsReady = 0
  facts: PyramidFacts | undefined
  error: AppError | undefined
  private unpacked = false
  private readonly begun: Promise<void>

  constructor(plane: Plane, tools: BuildTools) {
    this.id = pyramidId(plane)
    this.plane = plane
    this.begun = this.begin(tools)
    this.begun
      .then(() => this.make(tools))
      .catch(async error => {
        this.error = toAppError(error)
        this.changed.announce()
        // What a core that closes leaves behind is swept when the workspace is opened again.
        if (this.error.code !== 'stopped') await tools.cache.abandon(this.id)
      })
  }

  get state(): PyramidState {
    const error = this.error && {
      code: this.error.code,
      message: this.error.message,
      details: { ...this.error.details },
    }
    const { height } = this.plane.size
    return { rowsReady: this.rowsReady, height, done: this.facts !== undefined, error: error ?? null }
  }

  /** Where level 0 is read, as soon as it can be. */
  async levelZero(): Promise<PlaneAt> {
    await this.begun
    if (!this.unpacked) return { choice: this.plane }
    return { raw: join(this.folder, RAW_FILE), size: this.plane.size }
  }

  /** Resolves when the tiles of so many rows are there; rejects with what went wrong. */
  reached(rows: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (this.error === undefined && this.rowsReady < rows) return
        stop()
        if (this.rowsReady >= rows) resolve()
        else reject(this.error)
      }
      const stop = this.changed.listen(look)
      look()
    })
  }

  private async begin({ pool, cache }: BuildTools): Promise<void> {
    this.facts = await cache.find(this.id)
    if (this.facts !== undefined) {
      this.folder = cache.folder(this.id)
      this.unpacked = this.facts.unpacked
      this.rowsReady = this.plane.size.height
      this.changed.announce()
      return
    }
    this.folder = await cache.begin(this.id, this.plane.size)
    this.unpacked = (await pool.run('unpackPlane', { choice: this.plane, folder: this.folder })).unpacked
  }

  /** One band after the other, so that what a user waits for finds its turn between them. */
  private async make({ pool, cache }: BuildTools): Promise<void> {
    if (this.facts !== undefined) return
    const { size } = this.plane
    let min = Number.POSITIVE_INFINITY
    let max = Number.NEGATIVE_INFINITY
    for (let y = 0; y < size.height; y += BAND_ROWS) {
      const rows = Math.min(BAND_ROWS, size.height - y)
      const band = await pool.run('pyramidBand', { at: await this.levelZero(), size, folder: this.folder, y, rows })
      min = Math.min(min, band.min)
      max = Math.max(max, band.max)
      this.rowsReady = y + rows
      this.changed.announce()
    }
    const hasValues = min <= max
    const facts = {
      version: 1,
      ...size,
      unpacked: this.unpacked,
      min: hasValues ? min : null,
      max: hasValues ? max : null,
    } as const
    await cache.finish(this.id, facts)
    this.folder = cache.folder(this.id)
    this.facts = facts
    this.changed.announce()
  }
}
