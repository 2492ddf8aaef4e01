import { MICROSOFT, type OnnxBuilder, type Value } from '../builder.ts'
import { nchw, orderedLayout } from '../layout.ts'
import { type ConvGeometry, inShape, outShape } from './convGeometry.ts'
import { type TiledAxis, tiledAxis, tileSizes } from './fourierTiles.ts'

/** Convolutions of large kernels in the frequency domain: 9 x 9 taps of 64 channels take less than half of the time. */
export interface FourierConv {
  /** x [batch, height, width, in] * filter [height, width, in, out]. */
  forward(x: Value, filter: Value): Value
  /** dL/dx. */
  inputGradient(dy: Value, filter: Value): Value
  /** dL/dfilter. */
  filterGradient(x: Value, dy: Value): Value
}

/** A convolution's form in the frequency domain; undefined where its taps are cheaper. */
export function fourierConv(builder: OnnxBuilder, g: ConvGeometry): FourierConv | undefined {
  const { portable, frequencies } = builder.options
  const dense = [...g.strides, ...g.dilations].every(s => s === 1)
  if (portable || frequencies === false || !dense || Math.min(g.inChannels, g.outChannels) < FEWEST_CHANNELS)
    return undefined
  const tiles = bestTiles(g, frequencies === true)
  return tiles === undefined ? undefined : lowering(builder, g, tiles)
}

/** With fewer the matrix products are too small to be fast. */
const FEWEST_CHANNELS = 16
/** Time of a multiplication in the transforms and in the many small products by that in a convolution (2 cores, AVX-512). */
const TRANSFORM_COST = 1.6
const PRODUCT_COST = 1.5
/** Each small product first packs its filters, which takes the time of so many rows. */
const PACKING_ROWS = 48
/** What must be won for the memory that it takes. */
const WORTH = 0.7

/** Tiles a side that cost least, for both axes alike. */
function bestTiles(g: ConvGeometry, anyway: boolean): readonly [number, number] | undefined {
  const [kh, kw] = g.kernel
  const direct = g.batch * g.outSize[0] * g.outSize[1] * kh * kw * g.inChannels * g.outChannels
  let best: { cost: number; tiles: readonly [number, number] } | undefined
  for (let side = LEAST_STEP; side <= LARGEST_STEP; side++) {
    const tiles = [Math.ceil(g.outSize[0] / side), Math.ceil(g.outSize[1] / side)] as const
    const cost = costOf(g, tiles)
    if (best === undefined || cost < best.cost) best = { cost, tiles }
  }
  return best !== undefined && (anyway || best.cost < WORTH * direct) ? best.tiles : undefined
}
const LEAST_STEP = 4
const LARGEST_STEP = 48

/** Multiplications of the forward pass, weighted. */
function costOf(g: ConvGeometry, [ty, tx]: readonly [number, number]): number {
  const [y, x] = [tileSizes(g.outSize[0], g.kernel[0], ty), tileSizes(g.outSize[1], g.kernel[1], tx)]
  const inputs = g.batch * g.inChannels
  const outputs = g.batch * g.outChannels
  const analysis = inputs * ty * y.products * g.inSize[1] * (y.length + x.products * tx)
  const synthesis = outputs * ty * y.products * g.outSize[1] * (y.step + x.products * tx)
  const filters = g.inChannels * g.outChannels
  const filter = filters * y.products * g.kernel[1] * (g.kernel[0] + x.products)
  const products = y.products * x.products * (g.batch * ty * tx + PACKING_ROWS) * filters
  return TRANSFORM_COST * (analysis + synthesis + filter) + PRODUCT_COST * products
}

function lowering(builder: OnnxBuilder, g: ConvGeometry, tiles: readonly [number, number]): FourierConv {
  const y = tiledAxis(g.outSize[0], g.kernel[0], tiles[0])
  const x = tiledAxis(g.outSize[1], g.kernel[1], tiles[1])
  const under = { sizes: g.inSize, offsets: [g.padding.top, g.padding.left], y: y.input, x: x.input, window: y.length }
  const over = { sizes: g.outSize, offsets: [0, 0], y: y.output, x: x.output, window: y.step }
  const spectra = (side: Side, value: Value) => analyse(builder, { ...side, axes: [y, x] }, value)
  const image = (side: Side, spectrum: string, shape: readonly number[]) =>
    synthesise(builder, { ...side, axes: [y, x] }, spectrum, shape)
  const filters = (filter: Value) => analyseFilter(builder, [y, x], filter)
  const fused = (a: string, b: string, transposes: Record<string, { int: number }>) =>
    builder.emit('FusedMatMul', [a, b], transposes, MICROSOFT)
  return {
    forward: (value, filter) =>
      image(over, builder.emit('MatMul', [spectra(under, value), filters(filter)]), outShape(g)),
    inputGradient: (dy, filter) =>
      image(under, fused(spectra(over, dy), filters(filter), { transB: { int: 1 } }), inShape(g)),
    filterGradient: (value, dy) => {
      const gradient = fused(spectra(under, value), spectra(over, dy), { transA: { int: 1 } })
      return synthesiseFilter(builder, [y, x], gradient, [...g.kernel, g.inChannels, g.outChannels])
    },
  }
}

/** The input's or the output's part in the scheme. */
interface Side {
  /** Of the image. */
  readonly sizes: readonly [height: number, width: number]
  /** How far the first tile begins before the image. */
  readonly offsets: readonly number[]
  /** [products, window] of each axis. */
  readonly y: Float32Array
  readonly x: Float32Array
  /** Rows of a tile; those of neighbours overlap where it is more than the step. */
  readonly window: number
}
type Tiled = Side & { readonly axes: readonly [TiledAxis, TiledAxis] }

/** [batch, height, width, channel] -> [products y * products x, tiles x * tiles y * batch, channel] */
function analyse(builder: OnnxBuilder, side: Tiled, value: Value): string {
  const [batch, height, width, channels] = value.shape
  const { axes, window, offsets } = side
  const [y, x] = axes
  const vectors = batch * channels
  const rows = builder.convert(value, orderedLayout(value.shape, IMAGE_ROWS)).name
  const below = Math.max(0, (y.tiles - 1) * y.step + window - offsets[0] - height)
  const padded = padRows(builder, builder.reshape(rows, [height, width * vectors]), offsets[0], below)
  const flat = builder.reshape(padded, [(height + offsets[0] + below) * width, vectors])
  const places = range(window).flatMap(m =>
    range(width).flatMap(j => range(y.tiles).map(t => (t * y.step + m) * width + j)),
  )
  const gathered = builder.emit('Gather', [flat, builder.ints(places)], { axis: { int: 0 } })
  const columns = builder.reshape(gathered, [window, width * y.tiles * vectors])
  const alongY = builder.emit('MatMul', [matrix(builder, side.y, [y.products, window]), columns])
  const planes = builder.reshape(alongY, [y.products, width, y.tiles * vectors])
  const alongX = builder.emit('MatMul', [acrossWidth(builder, side), planes])
  return builder.reshape(alongX, [y.products * x.products, x.tiles * y.tiles * batch, channels])
}

/** The transpose of `analyse`: what tiles share is added. */
function synthesise(builder: OnnxBuilder, side: Tiled, spectrum: string, shape: readonly number[]): Value {
  const [batch, height, width, channels] = shape
  const { axes, window, offsets } = side
  const [y, x] = axes
  const vectors = batch * channels
  const planes = builder.reshape(spectrum, [y.products, x.products * x.tiles, y.tiles * vectors])
  const alongX = builder.emit('MatMul', [acrossWidth(builder, side, true), planes])
  const columns = builder.reshape(alongX, [y.products, width * y.tiles * vectors])
  const overlaps = window > y.step
  // A row of zeros more, for where there is one tile less.
  const turnedY = transposed(side.y, y.products, window, overlaps ? 1 : 0)
  const alongY = builder.emit('MatMul', [matrix(builder, turnedY, [turnedY.length / y.products, y.products]), columns])
  const rows = builder.reshape(alongY, [(turnedY.length / y.products) * width * y.tiles, vectors])
  const parts = range(Math.ceil(window / y.step)).map(back => {
    const places = range(height).flatMap(i => {
      const tile = Math.floor((i + offsets[0]) / y.step) - back
      const row = i + offsets[0] - tile * y.step
      const exists = tile >= 0 && tile < y.tiles && row < window
      return range(width).map(j => ((exists ? row : window) * width + j) * y.tiles + (exists ? tile : 0))
    })
    return builder.emit('Gather', [rows, builder.ints(places)], { axis: { int: 0 } })
  })
  const sum = parts.reduce((a, b) => builder.emit('Add', [a, b]))
  const turned = builder.emit('Transpose', [sum], { perm: { ints: [1, 0] } })
  // An operator that changes nothing: it keeps the runtime from making one slow transpose of this one and the reshape.
  const image = builder.reshape(builder.emit('Clip', [turned]), [batch, channels, height, width])
  return builder.value(image, shape, nchw(shape))
}

/** Pixels first, then images and channels, so that each axis is transformed by one product from the left. */
const IMAGE_ROWS = [1, 2, 0, 3]

/** [products, tiles] by width, or its transpose: windows along the width and their transform in one matrix. */
function acrossWidth(builder: OnnxBuilder, side: Tiled, turn = false): string {
  const { axes, sizes, offsets } = side
  const x = axes[1]
  const [, width] = sizes
  const window = side.x.length / x.products
  const rows = x.products * x.tiles
  const all = new Float32Array(rows * width)
  for (let p = 0; p < x.products; p++) {
    for (let t = 0; t < x.tiles; t++) {
      for (let m = 0; m < window; m++) {
        const at = t * x.step + m - offsets[1]
        if (at >= 0 && at < width) all[(p * x.tiles + t) * width + at] = side.x[p * window + m]
      }
    }
  }
  return turn ? matrix(builder, transposed(all, rows, width), [width, rows]) : matrix(builder, all, [rows, width])
}

/** [height, width, in, out] -> [products y * products x, in, out] */
function analyseFilter(builder: OnnxBuilder, [y, x]: readonly [TiledAxis, TiledAxis], filter: Value): string {
  const [kh, kw, channels, outputs] = filter.shape
  const rows = builder.reshape(builder.plain(filter), [kh, kw * channels * outputs])
  const alongY = builder.emit('MatMul', [matrix(builder, y.filter, [y.products, kh]), rows])
  const planes = builder.reshape(alongY, [y.products, kw, channels * outputs])
  const alongX = builder.emit('MatMul', [matrix(builder, x.filter, [x.products, kw]), planes])
  return builder.reshape(alongX, [y.products * x.products, channels, outputs])
}

function synthesiseFilter(
  builder: OnnxBuilder,
  [y, x]: readonly [TiledAxis, TiledAxis],
  gradient: string,
  shape: readonly number[],
): Value {
  const [kh, kw, channels, outputs] = shape
  const planes = builder.reshape(gradient, [y.products, x.products, channels * outputs])
  const turnedX = matrix(builder, transposed(x.filter, x.products, kw), [kw, x.products])
  const alongX = builder.emit('MatMul', [turnedX, planes])
  const rows = builder.reshape(alongX, [y.products, kw * channels * outputs])
  const turnedY = matrix(builder, transposed(y.filter, y.products, kh), [kh, y.products])
  return builder.value(builder.reshape(builder.emit('MatMul', [turnedY, rows]), shape), shape)
}

function padRows(builder: OnnxBuilder, rows: string, above: number, below: number): string {
  return above === 0 && below === 0 ? rows : builder.emit('Pad', [rows, builder.ints([above, 0, below, 0])])
}

/** [columns + zeroRows, rows] of a matrix [rows, columns]. */
function transposed(data: Float32Array, rows: number, columns: number, zeroRows = 0): Float32Array {
  const result = new Float32Array((columns + zeroRows) * rows)
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) result[j * rows + i] = data[i * columns + j]
  return result
}

const matrix = (builder: OnnxBuilder, data: Float32Array, dims: readonly number[]) => builder.sharedArray(data, dims)

const range = (n: number) => Array.from({ length: n }, (_, i) => i)
