import type { TilePlace } from '../../../main/domain/pyramid.ts'
import { type TiledImage, tileKey } from '../tiles/tiledImage.ts'
import type { TileFinder } from '../tiles/tileParts.ts'
import { imageTexture } from './textures.ts'

/** What the tiles of all images may take on the graphics card. */
const BUDGET_BYTES = 256 * 2 ** 20

/** A frame spends so long on uploads, and makes at least one: the page stays smooth, and the image still comes. */
const UPLOAD_MILLISECONDS = 4

interface Kept {
  readonly image: TiledImage
  readonly texture: WebGLTexture
  readonly bytes: number
}

/** The tiles on the graphics card. Each is uploaded once; those that were not drawn for longest go first. */
export class TileTextures {
  private readonly gl: WebGL2RenderingContext
  /** In the order of their last use. */
  private readonly kept = new Map<string, Kept>()
  private readonly names = new WeakMap<TiledImage, number>()
  /** Images that were asked to load tiles. */
  private readonly wanting = new Set<TiledImage>()
  private bytes = 0
  private serial = 0
  private frameStart = 0
  private frameUploads = 0
  /** A tile has come that this frame had no time to upload. */
  isBehind = false

  constructor(gl: WebGL2RenderingContext) {
    this.gl = gl
  }

  beginFrame(): void {
    this.frameStart = performance.now()
    this.frameUploads = 0
    this.isBehind = false
  }

  finder(image: TiledImage): TileFinder<WebGLTexture> {
    return {
      find: place => this.get(image, place),
      holds: place => this.kept.has(this.nameOf(image, place)),
    }
  }

  /** The tile's texture, if it is there or its pixels have come and there is time to upload them. */
  private get(image: TiledImage, place: TilePlace): WebGLTexture | undefined {
    const name = this.nameOf(image, place)
    const kept = this.kept.get(name)
    if (kept !== undefined) {
      this.kept.delete(name)
      this.kept.set(name, kept)
      return kept.texture
    }
    if (!image.has(place)) return undefined
    if (this.frameUploads > 0 && performance.now() - this.frameStart > UPLOAD_MILLISECONDS) {
      this.isBehind = true
      return undefined
    }
    return this.upload(image, place, name)
  }

  /** Frees the tiles of images that are not among these, and lets them load no more. */
  keepOnly(images: ReadonlySet<unknown>): void {
    for (const [name, { image }] of this.kept) if (!images.has(image)) this.free(name)
    for (const image of this.wanting) {
      if (images.has(image)) continue
      image.close()
      this.wanting.delete(image)
    }
  }

  /** Passes on what the images are to load now. */
  want(missing: ReadonlyMap<TiledImage, readonly TilePlace[]>): void {
    for (const [image, places] of missing) {
      this.wanting.add(image)
      image.want(places)
    }
  }

  dispose(): void {
    for (const image of this.wanting) image.close()
    for (const name of [...this.kept.keys()]) this.free(name)
  }

  private upload(image: TiledImage, place: TilePlace, name: string): WebGLTexture | undefined {
    const tile = image.take(place)
    if (tile === undefined) return undefined
    this.frameUploads++
    const texture = imageTexture(this.gl, tile)
    const bytes = tile.data.byteLength
    this.kept.set(name, { image, texture, bytes })
    this.bytes += bytes
    for (const oldest of this.kept.keys()) {
      if (this.bytes <= BUDGET_BYTES) break
      this.free(oldest)
    }
    return texture
  }

  private free(name: string): void {
    const kept = this.kept.get(name)
    if (kept === undefined) return
    this.gl.deleteTexture(kept.texture)
    this.kept.delete(name)
    this.bytes -= kept.bytes
  }

  private nameOf(image: TiledImage, place: TilePlace): string {
    const number = this.names.get(image) ?? this.serial++
    this.names.set(image, number)
    return `${number}/${tileKey(place)}`
  }
}
