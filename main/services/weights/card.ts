import { z } from 'zod'

const scoreSchema = z.object({
  id: z.string(),
  title: z.string(),
  note: z.string(),
  psnr: z.number(),
  /** 95 % of the mean; null: too few images. */
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** Where the lens's light is, dB. */
  lensPsnr: z.number().nullable(),
  ssim: z.number(),
})
export type CardScore = z.infer<typeof scoreSchema>

const evaluatedSchema = z.object({
  images: z.number().int(),
  peak: z.number(),
  methods: z.array(scoreSchema),
})

/** What stands beside pretrained weights in resources/weights: every number is measured by the recipe that made them. */
export const pretrainedCardSchema = z.object({
  format: z.literal('subarc-pretrained'),
  version: z.literal(1),
  id: z.string(),
  title: z.string(),
  description: z.string(),
  weights: z.object({ file: z.string(), sha256: z.string(), bytes: z.number() }),
  network: z.string(),
  parameters: z.number().int(),
  magnification: z.number().int(),
  pixelScaleArcsec: z.number().nullable(),
  /** How it was made: simulation, split, training and their seeds, as they were asked for. */
  recipe: z.record(z.string(), z.unknown()),
  data: z.object({
    simulated: z.number().int(),
    train: z.number().int(),
    validation: z.number().int(),
    test: z.number().int(),
    sha256: z.string(),
    splitSha256: z.string(),
    scaling: z.record(z.string(), z.unknown()),
  }),
  training: z.object({
    steps: z.number().int(),
    bestStep: z.number().int(),
    seconds: z.number(),
    device: z.string(),
    environment: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
  /** Simulated pairs of its kind that it was not trained on. */
  heldOut: evaluatedSchema,
  /** The one public pair of real HSC and HST images; null: it was not there. */
  realPair: evaluatedSchema.nullable(),
  limits: z.array(z.string()),
})
export type PretrainedCard = z.infer<typeof pretrainedCardSchema>
