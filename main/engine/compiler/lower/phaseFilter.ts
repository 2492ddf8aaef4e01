import { sizeOf } from '../graph.ts'
import { defineKernel } from './registry.ts'

/**
 * A convolution of an image that a pixel shuffle made, as a convolution of what was shuffled: channel c of pixel
 * (r y + i, r x + j) is channel c r^2 + r i + j of pixel (y, x). Made by a pass (passes/sinkShuffles.ts).
 */
defineKernel({
  kernel: 'PhaseFilter',
  inputs: ['filter'],
  lower: (builder, node, [filter]) => {
    const places = phasePlaces(filter.shape, node.attrs.r as number)
    const numbers = builder.reshape(builder.plain(filter), [sizeOf(filter.shape)])
    const withZero = builder.emit('Concat', [numbers, builder.reshape(builder.scalar(0), [1])], { axis: { int: 0 } })
    const gathered = builder.emit('Gather', [withZero, builder.ints(places)], { axis: { int: 0 } })
    return builder.result(builder.reshape(gathered, node.shape), node)
  },
})

/** Its gradient: each number of the filter stands in as many places as there are phases. */
defineKernel({
  kernel: 'PhaseFilterGradient',
  inputs: ['gradient'],
  lower: (builder, node, [gradient]) => {
    const filterShape = node.attrs.filterShape as number[]
    const places = placesOfNumbers(filterShape, node.attrs.r as number)
    const numbers = builder.reshape(builder.plain(gradient), [sizeOf(gradient.shape)])
    const gathered = builder.emit('Gather', [numbers, builder.ints(places)], { axis: { int: 0 } })
    const copies = builder.reshape(gathered, [places.length / sizeOf(filterShape), sizeOf(filterShape)])
    const sum = builder.emit('ReduceSum', [copies, builder.ints([0])], { keepdims: { int: 0 } })
    return builder.result(builder.reshape(sum, node.shape), node)
  },
})

/** Of a kernel of k x k pixels of the large image, k odd, in pixels of the small one. */
export const phaseKernelSize = (k: number, r: number): number => 2 * Math.ceil((k - 1) / 2 / r) + 1

/** For each number of the phases' filter its place in the filter [k, k, in, out]; one past the end where it is zero. */
function phasePlaces([k, , channels, outputs]: readonly number[], r: number): number[] {
  const size = phaseKernelSize(k, r)
  const phases = r * r
  const reach = (size - 1) / 2
  const tap = (at: number, from: number, to: number) => (at - reach) * r + from - to + (k - 1) / 2
  const places: number[] = []
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      for (let c = 0; c < channels * phases; c++) {
        for (let o = 0; o < outputs * phases; o++) {
          const i = tap(y, Math.floor((c % phases) / r), Math.floor((o % phases) / r))
          const j = tap(x, c % r, o % r)
          const inside = Math.min(i, j) >= 0 && Math.max(i, j) < k
          const number = ((i * k + j) * channels + Math.floor(c / phases)) * outputs + Math.floor(o / phases)
          places.push(inside ? number : k * k * channels * outputs)
        }
      }
    }
  }
  return places
}

/** The places of each number of the filter among the phases', as [copy, number]. */
function placesOfNumbers(filterShape: readonly number[], r: number): number[] {
  const count = sizeOf(filterShape)
  const found: number[][] = Array.from({ length: count }, () => [])
  for (const [place, number] of phasePlaces(filterShape, r).entries()) if (number < count) found[number].push(place)
  return Array.from({ length: r * r }, (_, copy) => found.map(places => places[copy])).flat()
}
