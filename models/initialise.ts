import type { ParameterSpec, UniformRandom } from './network.ts'

/**
 * PyTorch's defaults: convolution weight and bias U(-1/sqrt(fan_in), 1/sqrt(fan_in)) (kaiming_uniform with a = sqrt(5));
 * batch norm weight 1, bias 0, running mean 0, running variance 1. Values are drawn in the order of `specs`.
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
    if (filter?.length === 4) {
      const bound = 1 / Math.sqrt(filter.slice(1).reduce((a, b) => a * b, 1))
      for (let i = 0; i < array.length; i++) array[i] = (2 * random.uniform() - 1) * bound
    } else if (kind === 'weight' || kind === 'running_var') {
      array.fill(1)
    }
    arrays[name] = array
  }
  return arrays
}

function splitName(name: string): [layer: string, kind: string] {
  const dot = name.lastIndexOf('.')
  return [name.slice(0, dot), name.slice(dot + 1)]
}
