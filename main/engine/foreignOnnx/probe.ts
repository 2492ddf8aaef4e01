import { toAppError } from '../../domain/errors.ts'
import { createRandom } from '../../domain/random.ts'
import type { ImageBatch } from '../devices/device.ts'
import type { OnnxNetwork } from './network.ts'
import { type ChannelOrder, type ForeignSession, runForeign, unsupported } from './session.ts'

/** Sides must be multiples of one of these; the smallest with which a trial succeeds. */
const MULTIPLES = [1, 2, 4, 8, 16, 32, 64]
const MOST_MAGNIFICATION = 16
/** Larger overlaps make tiles larger than memory. */
const WIDEST_OVERLAP = 64
/** Side of the image in which one pixel is changed, where any size is taken. */
const OVERLAP_SIDE = 2 * WIDEST_OVERLAP + 1

/**
 * Finds by small trial runs how a network is to be fed, and by how much it magnifies.
 * @throws AppError 'unsupported', saying what it does not do
 */
export async function probeOnnx(foreign: ForeignSession): Promise<OnnxNetwork> {
  const reasons: string[] = []
  for (const order of orders(foreign)) {
    for (const multiple of MULTIPLES) {
      const found = await tryOnce(foreign, order, multiple)
      if (typeof found !== 'string') return { ...found, ...(await overlapOf(foreign, found)) }
      reasons.push(found)
      // Of one size alone there is nothing else to try.
      if (sizes(foreign, order).height !== null) break
    }
  }
  throw unsupported(reasons[0] ?? 'its input has neither one channel nor three.', { tried: reasons })
}

/** Orders of the axes that the declared shape allows. */
function orders({ input }: ForeignSession): ChannelOrder[] {
  const [, second, , last] = input.shape
  const allows = (declared: string | number, channels: number) =>
    typeof declared !== 'number' || declared === channels || declared < 1
  const all = (['nchw', 'nhwc'] as const).flatMap(layout => ([1, 3] as const).map(channels => ({ layout, channels })))
  const possible = all.filter(({ layout, channels }) => allows(layout === 'nchw' ? second : last, channels))
  const isDeclared = ({ layout }: ChannelOrder) => typeof (layout === 'nchw' ? second : last) === 'number'
  // What the file declares comes before what it leaves open.
  return [...possible.filter(isDeclared), ...possible.filter(order => !isDeclared(order))]
}

/** The sizes that the file declares; null where it leaves them open. */
function sizes({ input }: ForeignSession, { layout }: ChannelOrder): Pick<OnnxNetwork, 'batch' | 'height' | 'width'> {
  const [batch, a, b, c] = input.shape.map(size => (typeof size === 'number' && size > 0 ? size : null))
  return layout === 'nchw' ? { batch, height: b, width: c } : { batch, height: a, width: b }
}

type Found = Omit<OnnxNetwork, 'overlap' | 'seesWholeImage'>

/** One trial: what was found, or why it failed. */
async function tryOnce(foreign: ForeignSession, order: ChannelOrder, multiple: number): Promise<Found | string> {
  const fixed = sizes(foreign, order)
  // Multiples of nothing larger, and of different length, so that no axis can be taken for another.
  const odd =
    multiple >= 32
      ? [3, 1]
      : [multiple === 1 ? 37 : 19, multiple === 1 ? 41 : 23].map(n => Math.ceil(n / Math.sqrt(multiple)) | 1)
  const height = fixed.height ?? odd[0] * multiple
  const width = fixed.width ?? odd[1] * multiple
  try {
    const output = await runForeign(foreign, order, noise(fixed.batch ?? 2, height, width))
    const magnification = output.height / height
    if (
      output.count !== (fixed.batch ?? 2) ||
      output.width / width !== magnification ||
      !Number.isInteger(magnification)
    ) {
      return `it made ${output.width} x ${output.height} pixels of ${width} x ${height}.`
    }
    if (magnification < 1 || magnification > MOST_MAGNIFICATION)
      return `it magnifies ${magnification} times; up to ${MOST_MAGNIFICATION} is supported.`
    return { kind: 'onnx', ...order, magnification, ...fixed, multiple }
  } catch (error) {
    const { code, message } = toAppError(error)
    if (code === 'no-memory') throw error
    return message
  }
}

/** How far from a pixel the output changes with it. */
async function overlapOf(
  foreign: ForeignSession,
  found: Found,
): Promise<Pick<OnnxNetwork, 'overlap' | 'seesWholeImage'>> {
  const { batch, multiple, magnification: r } = found
  const side = Math.ceil(OVERLAP_SIDE / multiple) * multiple
  const height = found.height ?? side
  const width = found.width ?? side
  const before = noise(batch ?? 1, height, width)
  const after = { ...before, data: before.data.slice() }
  const [y, x] = [Math.floor(height / 2), Math.floor(width / 2)]
  after.data[y * width + x] += 1
  const [a, b] = [await runForeign(foreign, found, before), await runForeign(foreign, found, after)]
  let overlap = 0
  for (let row = 0; row < a.height; row++) {
    for (let column = 0; column < a.width; column++) {
      const i = row * a.width + column
      if (a.data[i] === b.data[i]) continue
      const distance = Math.max(Math.abs(Math.floor(row / r) - y), Math.abs(Math.floor(column / r) - x))
      overlap = Math.max(overlap, distance)
    }
  }
  const reachesEdge = overlap >= Math.min(y, x, height - 1 - y, width - 1 - x)
  return { overlap: Math.min(overlap, WIDEST_OVERLAP), seesWholeImage: reachesEdge }
}

/** Values between 0 and 1, as after a scaling. */
function noise(count: number, height: number, width: number): ImageBatch {
  const random = createRandom(1)
  const data = Float32Array.from({ length: count * height * width }, () => random.uniform())
  return { count, height, width, data }
}
