import type { FloatImage } from '../../../main/domain/image.ts'
import { levelCount, type PixelRect, previewLayout, type TilePlace, tileRect } from '../../../main/domain/pyramid.ts'
import { ValueBlocks } from './valueBlocks.ts'

/** Where the pixels of a large image come from. */
export interface TileSource {
  tile(place: TilePlace, signal: AbortSignal): Promise<FloatImage>
  /** Part of the image's own pixels. */
  cut(rect: PixelRect, signal: AbortSignal): Promise<FloatImage>
}

function announce(listeners: ReadonlySet<() => void>): void {
  for (const listener of [...listeners]) listener()
}

export const tileKey = ({ level, column, row }: TilePlace): string => `${level}/${column}/${row}`

/** Enough to keep the core busy; a browser opens no more connections to one place. */
const AT_ONCE = 4

/** Tiles that have come and wait for their turn on the graphics card, 1 MiB each. */
const MAX_WAITING = 48

/** A tile that fails so often is not asked for again. */
const MAX_TRIES = 3

/**
 * An image that is too large for one texture: it is drawn by the tiles that are seen, and never in memory as a whole. To what
 * needs only its size and its distribution (limits, histograms) it is an image like others, but **`data` is a sample of its
 * values in ascending order, not its pixels**: those are `valueAt`, or the core's.
 */
export class TiledImage implements FloatImage {
  readonly width: number
  readonly height: number
  readonly levels: number
  /** Every `previewStep`-th pixel: what is seen until the tiles are there. */
  readonly preview: FloatImage
  readonly previewStep: number
  private sample: Float32Array
  private rowsReady = 0
  private readonly source: TileSource
  private readonly blocks: ValueBlocks
  private readonly listeners = new Set<() => void>()
  private readonly valueListeners = new Set<() => void>()
  private readonly arrived = new Map<string, FloatImage>()
  private readonly loading = new Map<string, AbortController>()
  private readonly failures = new Map<string, number>()
  private wanted: readonly TilePlace[] = []

  constructor(options: {
    readonly size: { readonly width: number; readonly height: number }
    readonly preview: FloatImage
    readonly sample: Float32Array
    readonly source: TileSource
  }) {
    this.width = options.size.width
    this.height = options.size.height
    this.levels = levelCount(options.size)
    this.preview = options.preview
    this.previewStep = previewLayout(options.size).step
    this.sample = options.sample
    this.source = options.source
    this.blocks = new ValueBlocks(this, options.source, () => announce(this.valueListeners))
  }

  /** A sample of the finite values, ascending. */
  get data(): Float32Array {
    return this.sample
  }

  /** A better sample, when the whole image has been seen. */
  setSample(sample: Float32Array): void {
    this.sample = sample
  }

  /** Tiles above level 0 exist for so many rows of the image. */
  setRowsReady(rows: number): void {
    if (rows <= this.rowsReady) return
    this.rowsReady = rows
    announce(this.listeners)
  }

  /** Called when there is more to draw. Returns what ends it. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Called when values that were asked for have come. */
  subscribeToValues(listener: () => void): () => void {
    this.valueListeners.add(listener)
    return () => this.valueListeners.delete(listener)
  }

  /** What is to be loaded now, the most needed first; what was asked for before and is not among it is let go. */
  want(places: readonly TilePlace[]): void {
    this.wanted = places
    const keys = new Set(places.map(tileKey))
    for (const [key, controller] of this.loading) if (!keys.has(key)) controller.abort()
    for (const key of this.arrived.keys()) {
      if (this.arrived.size <= MAX_WAITING) break
      if (!keys.has(key)) this.arrived.delete(key)
    }
    this.loadNext()
  }

  has(place: TilePlace): boolean {
    return this.arrived.has(tileKey(place))
  }

  /** A tile that has come; it is handed over and not kept. */
  take(place: TilePlace): FloatImage | undefined {
    const key = tileKey(place)
    const tile = this.arrived.get(key)
    this.arrived.delete(key)
    return tile
  }

  /** The file's own value of a pixel; null until it has come, which is announced. */
  valueAt(x: number, y: number): number | null {
    return this.blocks.valueAt(x, y)
  }

  /** Lets go of all that is being loaded. */
  close(): void {
    this.wanted = []
    for (const controller of this.loading.values()) controller.abort()
    this.blocks.close()
  }

  private isThere(place: TilePlace): boolean {
    if (place.level === 0) return true
    const rect = tileRect(this, place)
    return rect !== undefined && Math.min(this.height, (rect.y + rect.height) * 2 ** place.level) <= this.rowsReady
  }

  private loadNext(): void {
    for (const place of this.wanted) {
      if (this.loading.size >= AT_ONCE) return
      const key = tileKey(place)
      if (this.loading.has(key) || this.arrived.has(key) || !this.isThere(place)) continue
      if ((this.failures.get(key) ?? 0) < MAX_TRIES) void this.load(key, place)
    }
  }

  private async load(key: string, place: TilePlace): Promise<void> {
    const controller = new AbortController()
    this.loading.set(key, controller)
    try {
      this.arrived.set(key, await this.source.tile(place, controller.signal))
    } catch {
      if (!controller.signal.aborted) this.failures.set(key, (this.failures.get(key) ?? 0) + 1)
    }
    this.loading.delete(key)
    if (this.arrived.has(key)) announce(this.listeners)
    this.loadNext()
  }
}
