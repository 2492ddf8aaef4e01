import { z } from 'zod'
import { AppError } from '../main/domain/errors.ts'
import { denoisedSisr, denoisedSisrSchema } from './denoisedSisr.ts'
import { edsr, edsrSchema } from './edsr.ts'
import { countTrainable, type Network, type ShapesByName } from './network.ts'
import { rcan, rcanSchema } from './rcan.ts'
import { resnetSisr, resnetSisrSchema } from './resnetSisr.ts'
import { swinir, swinirSchema } from './swinir.ts'
import { unet, unetSchema } from './unet.ts'

/**
 * Every architecture from images to images, by the `kind` of its configuration. To add one: its file, a line in each of
 * these two.
 *
 * Not here, for they make no images: the classifiers (`classifiers.ts`), whose first layers are what a feature loss compares by,
 * and the discriminator (`discriminator.ts`).
 */
const networks: { readonly [K in NetworkConfig['kind']]: Network<Extract<NetworkConfig, { kind: K }>> } = {
  'resnet-sisr': resnetSisr,
  'denoised-sisr': denoisedSisr,
  edsr,
  rcan,
  swinir,
  unet,
}
export const networkSchema = z.discriminatedUnion('kind', [
  resnetSisrSchema,
  denoisedSisrSchema,
  edsrSchema,
  rcanSchema,
  swinirSchema,
  unetSchema,
])

/** A network's configuration: what is saved with its weights. */
export type NetworkConfig = z.output<typeof networkSchema>

/** No side of an image grows by more than this: an absurd configuration fails before it takes the memory. */
const MAX_MAGNIFICATION = 16
/** Four bytes each, and as many again for the gradient and for each of Adam's moments: 2 GB. */
const MAX_PARAMETERS = 128e6

/**
 * Validates a configuration read from a form, a file or a request; defaults are filled in.
 * Throws `bad-input` that names every wrong field.
 */
export function parseNetwork(record: unknown): NetworkConfig {
  const parsed = networkSchema.safeParse(record)
  if (!parsed.success) {
    const kinds = Object.keys(networks).join(', ')
    const problems = parsed.error.issues.map(issue => `${issue.path.join('.') || 'configuration'}: ${issue.message}`)
    const message = `This is not a network's configuration (known kinds: ${kinds}). ${problems.join('; ')}.`
    throw new AppError('bad-input', message, { problems })
  }
  checkSize(parsed.data)
  return parsed.data
}

/** Before any memory is taken. */
function checkSize(config: NetworkConfig): void {
  const network = networkOf(config)
  const magnification = network.magnification(config)
  if (magnification > MAX_MAGNIFICATION) {
    const message = `The network would magnify ${magnification} times; at most ${MAX_MAGNIFICATION} is supported.`
    throw new AppError('bad-input', message, { magnification, limit: MAX_MAGNIFICATION })
  }
  const parameters = countTrainable(network.parameters(config))
  if (parameters > MAX_PARAMETERS) {
    const message = `The network would have ${parameters} parameters; at most ${MAX_PARAMETERS} are supported. Take fewer channels, blocks or groups.`
    throw new AppError('bad-input', message, { parameters, limit: MAX_PARAMETERS })
  }
}

/** The architecture that a validated configuration belongs to. */
export function networkOf(config: NetworkConfig): Network<NetworkConfig> {
  // Each architecture is called with configurations of its own kind alone: the compiler cannot follow that through the table.
  return networks[config.kind] as Network<NetworkConfig>
}

/** What weights of these names and shapes are, before anybody says which network they belong to. */
export function recogniseNetwork(shapes: ShapesByName): Readonly<Record<string, unknown>> | undefined {
  for (const network of Object.values(networks)) {
    const record = network.recognise(shapes)
    if (record !== undefined) return record
  }
  return undefined
}
