import { z } from 'zod'
import type { Network, ParameterSpec, ParameterTensors } from './network.ts'
import { resnetSisr, resnetSisrSchema } from './resnetSisr.ts'

/**
 * The study's DenoisedSISR: a Denoiser whose weights stay as they are, then a ResnetSISR that is trained on what it makes.
 * Frozen means in evaluation mode: in the study the Denoiser's batch norm went on drifting.
 */
export const denoisedSisrSchema = z.strictObject({
  kind: z.literal('denoised-sisr'),
  denoiser: resnetSisrSchema.refine(d => d.magnifications === 0, 'a denoiser has magnifications 0'),
  sr: resnetSisrSchema,
})
export type DenoisedSisrConfig = z.output<typeof denoisedSisrSchema>

export const denoisedSisr: Network<DenoisedSisrConfig> = {
  parameters: ({ denoiser, sr }) => [
    ...resnetSisr.parameters(denoiser).map(spec => ({ ...renamed('denoiser', spec), trainable: false })),
    ...resnetSisr.parameters(sr).map(spec => renamed('SR', spec)),
  ],
  init: ({ denoiser, sr }, random) => ({
    ...prefixed('denoiser', resnetSisr.init(denoiser, random)),
    ...prefixed('SR', resnetSisr.init(sr, random)),
  }),
  forward: ({ denoiser, sr }, params, x, mode) => {
    const clean = resnetSisr.forward(denoiser, under('denoiser', params), x, 'eval').output
    const { output, updates } = resnetSisr.forward(sr, under('SR', params), clean, mode)
    return { output, updates: prefixed('SR', updates) }
  },
  magnification: ({ sr }) => resnetSisr.magnification(sr),
  receptiveField: ({ denoiser, sr }) => resnetSisr.receptiveField(denoiser) + resnetSisr.receptiveField(sr),
  describe: ({ denoiser, sr }) => `${resnetSisr.describe(denoiser)}, frozen; then ${resnetSisr.describe(sr)}`,
  recognise: shapes => {
    const denoiser = resnetSisr.recognise(part('denoiser', shapes))
    const sr = resnetSisr.recognise(part('SR', shapes))
    return denoiser && sr && { kind: 'denoised-sisr', denoiser, sr }
  },
  untold: [],
}

const renamed = (prefix: string, spec: ParameterSpec): ParameterSpec => ({ ...spec, name: `${prefix}.${spec.name}` })

const prefixed = <T>(prefix: string, values: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]))

/** The values under a prefix, without it. */
const part = <T>(prefix: string, values: Iterable<readonly [string, T]>): ReadonlyMap<string, T> =>
  new Map(
    [...values].flatMap(([name, value]) =>
      name.startsWith(`${prefix}.`) ? [[name.slice(prefix.length + 1), value] as const] : [],
    ),
  )

const under = (prefix: string, params: ParameterTensors): ParameterTensors =>
  Object.fromEntries(part(prefix, Object.entries(params)))
