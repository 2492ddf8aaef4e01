/**
 * One axis of a convolution in tiles, by the discrete Fourier transform written as real matrices: out = S (W w * A x), the
 * product element by element. With (a + ib)(e + ig) in three real products (Karatsuba) a tile of `length` pixels takes some
 * 1.5 of them a pixel. In two dimensions each axis is transformed in turn and the products are those of matrices, channels in
 * by channels out: Winograd's scheme (Lavin and Gray 2016, arXiv:1509.09308) with the roots of unity as its points, which
 * stay exact to float32's digits for kernels of any size.
 */
export interface TiledAxis {
  /** Tiles, and pixels of the output in each. */
  readonly tiles: number
  readonly step: number
  /** Pixels of the input under a tile: step + kernel - 1. */
  readonly length: number
  /** Products a tile. */
  readonly products: number
  /** [products, length], of the input. */
  readonly input: Float32Array
  /** [products, kernel], of the filter. */
  readonly filter: Float32Array
  /** [products, step], whose transpose makes the output. */
  readonly output: Float32Array
}

/** Tiles of `outSize` pixels under a kernel of `kernel`. */
export function tiledAxis(outSize: number, kernel: number, tiles: number): TiledAxis {
  const { step, length, products } = tileSizes(outSize, kernel, tiles)
  const frequencies = Array.from({ length: Math.floor(length / 2) + 1 }, (_, f) => f)
  const rows = (size: number, rowsOf: (cos: number, sin: number, paired: boolean) => readonly number[]) => {
    const all = frequencies.flatMap(f => {
      const paired = f > 0 && 2 * f !== length
      const columns = Array.from({ length: size }, (_, i) => {
        // Turns beyond the first would cost digits.
        const angle = (2 * Math.PI * ((f * i) % length)) / length
        return rowsOf(Math.cos(angle), Math.sin(angle), paired)
      })
      return columns[0].map((_, row) => columns.map(column => column[row]))
    })
    return Float32Array.from(all.flat())
  }
  return {
    tiles,
    step,
    length,
    products,
    input: rows(length, (cos, sin, paired) => (paired ? [cos, -sin, cos - sin] : [cos])),
    filter: rows(kernel, (cos, sin, paired) => (paired ? [cos, sin, cos + sin] : [cos])),
    output: rows(step, (cos, sin, paired) =>
      paired ? [cos + sin, sin - cos, -sin].map(v => (2 * v) / length) : [cos / length],
    ),
  }
}

export function tileSizes(outSize: number, kernel: number, tiles: number) {
  const step = Math.ceil(outSize / tiles)
  const length = step + kernel - 1
  const pairs = Math.floor((length - 1) / 2)
  return { step, length, products: 1 + 3 * pairs + (length % 2 === 0 ? 1 : 0) }
}
