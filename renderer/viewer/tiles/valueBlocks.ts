import type { FloatImage } from '../../../main/domain/image.ts'
import type { TileSource } from './tiledImage.ts'

/** Side of a block: 16 KiB, so that it comes at once, and the pointer needs a while to leave it. */
const BLOCK_SIDE = 64

/** 8 MiB. */
const KEPT = 512

/** The image's own values around where the pointer was, for readings: the tiles on the screen may be of a coarser level. */
export class ValueBlocks {
  private readonly size: { readonly width: number; readonly height: number }
  private readonly source: TileSource
  private readonly arrived: () => void
  private readonly blocks = new Map<string, FloatImage>()
  private loading: { readonly key: string; readonly controller: AbortController } | undefined

  constructor(size: { readonly width: number; readonly height: number }, source: TileSource, arrived: () => void) {
    this.size = size
    this.source = source
    this.arrived = arrived
  }

  /** Null until the block has come; only the latest that was asked for is loaded. */
  valueAt(x: number, y: number): number | null {
    const [column, row] = [Math.floor(x / BLOCK_SIDE), Math.floor(y / BLOCK_SIDE)]
    const key = `${column}/${row}`
    const block = this.blocks.get(key)
    if (block !== undefined) return block.data[(y - row * BLOCK_SIDE) * block.width + x - column * BLOCK_SIDE] ?? null
    if (this.loading?.key !== key) void this.load(key, column, row)
    return null
  }

  close(): void {
    this.loading?.controller.abort()
    this.loading = undefined
  }

  private async load(key: string, column: number, row: number): Promise<void> {
    this.loading?.controller.abort()
    const loading = { key, controller: new AbortController() }
    this.loading = loading
    const [x, y] = [column * BLOCK_SIDE, row * BLOCK_SIDE]
    const width = Math.min(BLOCK_SIDE, this.size.width - x)
    const height = Math.min(BLOCK_SIDE, this.size.height - y)
    try {
      this.blocks.set(key, await this.source.cut({ x, y, width, height }, loading.controller.signal))
      for (const old of [...this.blocks.keys()].slice(0, -KEPT)) this.blocks.delete(old)
      this.arrived()
    } catch {
      // No reading is shown; the next movement asks again.
    } finally {
      if (this.loading === loading) this.loading = undefined
    }
  }
}
