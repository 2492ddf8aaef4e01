import type { ParameterSpec, UniformRandom } from './network.ts'

/**
 * PyTorch's defaults: weight and bias of convolutions and dense layers U(-1/sqrt(fan_in), 1/sqrt(fan_in)) (kaiming_uniform
 * with a = sqrt(5)); batch norm weight 1, bias 0, running mean 0, running variance 1. Values are drawn in the order of
 * `specs`.
 */
export function pytorchDefaultInit(
  specs: readonly ParameterSpec[],
  random: UniformRandom,
): Record<string, Float32Array> {
  const shapes = new Map(specs.map(s => [s.name, s.shape]))
  const arrays: Record<string, Float32Array> = {}
  for (const { name, shape } of specs) {
    const array = new Float32Array(shape.reduce((a, b) => a * b, 1))
    const [layer, kind] = splitName(name)
    const filter = shapes.get(`${layer}.weight`)
    if (filter !== undefined && filter.length > 1) {
      const bound = 1 / Math.sqrt(filter.slice(1).reduce((a, b) => a * b, 1))
      for (let i = 0; i < array.length; i++) array[i] = (2 * random.uniform() - 1) * bound
    } else if (kind === 'weight' || kind === 'running_var') {
      array.fill(1)
    }
    arrays[name] = array
  }
  return arrays
}

/**
 * ICNR (Aitken et al. 2017): the filters of one channel that a pixel shuffle lays beside each other begin alike, so that an
 * untrained upsampling repeats pixels and shows no checkerboard. The first of each r*r filters is copied over the others.
 * @param array a convolution's weight or bias, [channels * r * r, ...]; changed in place
 */
export function icnr(array: Float32Array, channels: number, r: number): void {
  const length = array.length / (channels * r * r)
  for (let filter = 0; filter < channels * r * r; filter++) {
    const first = filter - (filter % (r * r))
    array.copyWithin(filter * length, first * length, (first + 1) * length)
  }
}

/** Normal values of mean 0, by the method of Box & Muller; changed in place. */
export function normalInit(array: Float32Array, sigma: number, random: UniformRandom): void {
  for (let i = 0; i < array.length; i++) {
    const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()))
    array[i] = sigma * radius * Math.cos(2 * Math.PI * random.uniform())
  }
}

function splitName(name: string): [layer: string, kind: string] {
  const dot = name.lastIndexOf('.')
  return [name.slice(0, dot), name.slice(dot + 1)]
}
