import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { z } from 'zod'
import { AppError } from '../main/domain/errors.ts'
import { featureSpecs, features } from './featureMapper.ts'
import type { ImageReader, NetworkMode, ParameterSpec, ParameterTensors } from './network.ts'
import { resnet18, resnet18FeatureSpecs, resnet18Features, resnet18Schema } from './resnet18.ts'
import { denseWidth, resnetSimple, resnetSimpleLogits, resnetSimpleSchema } from './resnetSimple.ts'

/** Every classifier, by the `kind` of its configuration. To add one: its file, and a line in each of these two. */
export const classifierSchema = z.discriminatedUnion('kind', [resnetSimpleSchema, resnet18Schema])
export type ClassifierConfig = z.output<typeof classifierSchema>

/** What the engine must know of a classifier beside what it must of any reader of images. */
export interface Classifier<C> extends Pick<ImageReader<C>, 'parameters' | 'init'> {
  /**
   * x: [batch, height, width, 1] -> [batch, classes].
   * @param noise for dropout, uniform, [batch, noiseWidth]; absent: nothing is dropped
   */
  logits(
    config: C,
    params: ParameterTensors,
    x: Tensor4D,
    mode: NetworkMode,
    updates: Record<string, Tensor>,
    noise?: Tensor2D,
  ): Tensor2D
  /** Of the noise that a training step takes; 0: none. */
  noiseWidth(config: C): number
  /** Side of the square images that it takes; null: any size. */
  side(config: C): number | null
  /** The first layers alone, which a feature loss compares images by: their parameters ... */
  featureSpecs(config: C): readonly ParameterSpec[]
  /** ... and what they make of x in evaluation mode. */
  features(config: C, params: ParameterTensors, x: Tensor4D): Tensor
  /** One line for people. */
  describe(config: C): string
}

const classifiers: { readonly [K in ClassifierConfig['kind']]: Classifier<Extract<ClassifierConfig, { kind: K }>> } = {
  'resnet-simple': {
    ...resnetSimple,
    logits: resnetSimpleLogits,
    noiseWidth: config => (config.dropout > 0 ? denseWidth(config) : 0),
    side: ({ side }) => side,
    featureSpecs,
    features: (_config, params, x) => features(params, x, 'eval', {}),
    describe: ({ channels, classes }) => `Resnet_simple ${channels}, ${classes} classes`,
  },
  resnet18: {
    ...resnet18,
    logits: (config, params, x, mode, updates) => {
      const forward = resnet18.forward(config, params, x, mode)
      Object.assign(updates, forward.updates)
      return forward.output as Tensor2D
    },
    noiseWidth: () => 0,
    side: () => null,
    featureSpecs: resnet18FeatureSpecs,
    features: resnet18Features,
    describe: ({ channels, classes }) => `ResNet18 ${channels}, ${classes} classes`,
  },
}

/** The architecture that a validated configuration belongs to. */
export function classifierOf(config: ClassifierConfig): Classifier<ClassifierConfig> {
  // Each is called with configurations of its own kind alone: the compiler cannot follow that through the table.
  return classifiers[config.kind] as Classifier<ClassifierConfig>
}

/** Validates a configuration that was read from a file or a request. Throws `bad-input` that names every wrong field. */
export function parseClassifier(record: unknown): ClassifierConfig {
  const parsed = classifierSchema.safeParse(record)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(issue => `${issue.path.join('.') || 'configuration'}: ${issue.message}`)
  const kinds = Object.keys(classifiers).join(', ')
  const message = `This is not a classifier's configuration (known kinds: ${kinds}). ${problems.join('; ')}.`
  throw new AppError('bad-input', message, { problems })
}
