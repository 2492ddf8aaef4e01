import { oc } from '@orpc/contract'
import { z } from 'zod'
import {
  fluxConventionSchema,
  idSchema,
  imageStatsSchema,
  nameSchema,
  pathSchema,
  scalingKindSchema,
  sizeSchema,
  splitRatiosSchema,
  splitSideSchema,
} from './common.ts'
import { jobSchema } from './jobs.ts'
import {
  planeCountsSchema,
  planeKindSchema,
  planeRolesSchema,
  qualityBitsSchema,
  samplePlanesSchema,
} from './planes.ts'

/** Where images come from. An upload holds the files that were dropped on a browser's page. */
export const imageSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('folder'), path: pathSchema }),
  z.object({ kind: z.literal('files'), paths: z.array(pathSchema).min(1).max(20_000) }),
  z.object({ kind: z.literal('upload'), id: idSchema }),
])
export type ImageSource = z.infer<typeof imageSourceSchema>

export const layoutSchema = z.enum([
  'study-simulated', // LR/sample{i}.npy + HR/sample{i}.npy
  'study-real', // LR/LR_{i}.npy + HR/HR_{i}.npy
  'parallel-folders', // two folders with equal or numbered names
  'sky', // equal places on the sky by the headers, whatever the names
  'one-file', // LR and HR images in arrays or extensions of one file that are named so
  'pair', // two images, the larger is the HR
  'hr-only', // LR is made from HR
  'lr-only', // images to super-resolve, no truth
])
export type Layout = z.infer<typeof layoutSchema>

export const unpairedSchema = z.object({ file: z.string(), reason: z.string() })

/** What a look at the names and the first headers finds, before anything is decoded. */
export const scanSchema = z.object({
  layout: layoutSchema,
  suggestedName: z.string(),
  pairs: z.array(z.object({ name: z.string(), lr: z.string().nullable(), hr: z.string().nullable() })),
  unpaired: z.array(unpairedSchema),
  lrSize: sizeSchema.nullable(),
  hrSize: sizeSchema.nullable(),
  /** From the first file's header, where it says. */
  pixelScaleArcsec: z.number().nullable(),
  /** ICRS position of the first image's middle in degrees, where its header says. */
  centre: z.object({ lon: z.number(), lat: z.number() }).nullable(),
  unit: z.string().nullable(),
  /** What was taken as what, and why; the roles of an import change it. */
  kinds: z.array(planeKindSchema),
  warnings: z.array(z.string()),
})
export type Scan = z.infer<typeof scanSchema>

/** How an LR image is made from an HR one: convolved with the kernel from the HR's PSF to the LR's, binned, noise added. */
export const degradationSchema = z.object({
  factor: z.number().int().min(2).max(8),
  hrPsfFwhmPixels: z.number().min(0).max(100).describe('FWHM of the HR image, HR pixels; 0: none'),
  lrPsfFwhmPixels: z.number().min(0).max(100).describe('FWHM wanted in the LR image, HR pixels'),
  noiseSigma: z.number().min(0).describe('Gaussian noise added to the LR, in the image unit'),
  seed: z.number().int().min(0),
})

export const calibrationSchema = z.object({
  /** False: no photometry (values scaled image by image); no product claims otherwise. */
  calibrated: z.boolean(),
  /** LR pixel, arcsec. */
  pixelScaleArcsec: z.number().positive().max(3600).nullable(),
  unit: z.string().max(68).nullable(),
  fluxConvention: fluxConventionSchema,
  /** FWHM of the PSFs, arcsec, where known. */
  lrPsfFwhmArcsec: z.number().positive().nullable(),
  hrPsfFwhmArcsec: z.number().positive().nullable(),
  /** Standard deviation of the LR's background noise, in the image unit, where known. */
  lrNoiseSigma: z.number().positive().nullable(),
  /** Peak of PSNR and data range of SSIM, in the image unit; null: the largest HR value of the training side. */
  peak: z.number().positive().nullable(),
})
export type Calibration = z.infer<typeof calibrationSchema>

export const splitSchema = z.object({
  seed: z.number().int(),
  ratios: splitRatiosSchema,
  train: z.array(z.number().int()),
  validation: z.array(z.number().int()),
  test: z.array(z.number().int()),
  hash: z.string(),
  warnings: z.array(z.string()),
})
export type Split = z.infer<typeof splitSchema>

export const findingSchema = z.object({
  kind: z.enum(['nan', 'constant', 'duplicate', 'odd-size', 'scale', 'flux-ratio', 'offset', 'mask', 'plane']),
  severity: z.enum(['info', 'warning', 'error']),
  sample: z.number().int().nullable(),
  message: z.string(),
})
export type Finding = z.infer<typeof findingSchema>

export const datasetSummarySchema = z.object({
  id: idSchema,
  name: z.string(),
  kind: z.enum(['imported', 'simulated']),
  createdAt: z.string(),
  samples: z.number().int(),
  /** LR images without HR can be super-resolved but not trained on. */
  paired: z.boolean(),
  lrSize: sizeSchema,
  hrSize: sizeSchema.nullable(),
  factor: z.number().int().nullable(),
  /** SHA-256 over the samples' content hashes. */
  hash: z.string(),
  calibration: calibrationSchema,
  /** The stated peak of PSNR and SSIM: the calibration's, or the largest HR value of the training side. */
  peak: z.number().nullable(),
  /** `changed` or `missing`: files on disk are no longer those that were imported. */
  state: z.enum(['ok', 'changed', 'missing']),
  findings: z.object({ errors: z.number().int(), warnings: z.number().int() }),
  planes: planeCountsSchema,
  /** Classes of the samples and how many are in each; empty where they have no labels. */
  classes: z.array(z.object({ label: z.string(), count: z.number().int() })),
})
export type DatasetSummary = z.infer<typeof datasetSummarySchema>

export const sampleSchema = z.object({
  index: z.number().int(),
  name: z.string(),
  group: z.string(),
  /** Its class, where it is known. */
  label: z.string().nullable(),
  side: splitSideSchema.nullable(),
  lrFile: z.string(),
  hrFile: z.string().nullable(),
  /** Of the pixels that count. */
  lrStats: imageStatsSchema,
  hrStats: imageStatsSchema.nullable(),
  lrPlanes: samplePlanesSchema,
  hrPlanes: samplePlanesSchema.nullable(),
  /** HR flux over LR flux by the flux convention: 1 where both agree. */
  fluxRatio: z.number().nullable(),
  /** Offset of HR against LR, HR pixels. */
  offset: z.object({ dx: z.number(), dy: z.number(), confidence: z.number() }).nullable(),
})
export type Sample = z.infer<typeof sampleSchema>

export const datasetDetailSchema = datasetSummarySchema.extend({
  source: z.string(),
  layout: layoutSchema,
  unpaired: z.array(unpairedSchema),
  kinds: z.array(planeKindSchema),
  qualityBits: qualityBitsSchema,
  health: z.array(findingSchema),
  split: splitSchema.nullable(),
  scalingKind: scalingKindSchema,
  /** Median offset of HR against LR over the samples, HR pixels. */
  offset: z.object({ dx: z.number(), dy: z.number(), scatter: z.number() }).nullable(),
  /** Training sees HR images shifted back onto the LR by the measured offset. */
  register: z.boolean(),
  /** Whether the square's symmetries are safe as augmentation, and why not. */
  symmetries: z.object({ allowed: z.boolean(), reason: z.string() }),
  simulation: z.record(z.string(), z.unknown()).nullable(),
})
export type DatasetDetail = z.infer<typeof datasetDetailSchema>

/** Where the classes of a dataset's samples stand. */
export const labelSourceSchema = z.discriminatedUnion('kind', [
  /** In the name of the folder of each image. */
  z.object({ kind: z.literal('folders') }),
  /** In its file's name: a regular expression with one group. */
  z.object({ kind: z.literal('names'), pattern: z.string().min(1).max(200) }),
  /** In a table (CSV, its first line the names of its columns): of names of samples or files, and of their classes. */
  z.object({
    kind: z.literal('csv'),
    path: pathSchema,
    nameColumn: z.string().max(200).optional(),
    labelColumn: z.string().max(200).optional(),
  }),
])
export type LabelSource = z.infer<typeof labelSourceSchema>

const labelSchema = z.string().trim().min(1).max(60)

const datasetId = z.object({ id: idSchema })

export const datasetsContract = {
  list: oc.output(z.array(datasetSummarySchema)),
  get: oc.input(datasetId).output(datasetDetailSchema),
  samples: oc
    .input(
      datasetId.extend({
        offset: z.number().int().min(0).default(0),
        limit: z.number().int().min(1).max(1000).default(200),
      }),
    )
    .output(z.object({ total: z.number().int(), samples: z.array(sampleSchema) })),
  /** One sample's header cards (FITS) or metadata of both files. */
  metadata: oc.input(datasetId.extend({ sample: z.number().int().min(0) })).output(
    z.object({
      lr: z.object({ file: z.string(), cards: z.array(z.string()), values: z.record(z.string(), z.unknown()) }),
      hr: z
        .object({ file: z.string(), cards: z.array(z.string()), values: z.record(z.string(), z.unknown()) })
        .nullable(),
    }),
  ),
  histogram: oc
    .input(datasetId.extend({ role: z.enum(['lr', 'hr']), sample: z.number().int().min(0).nullable().default(null) }))
    .output(z.object({ edges: z.array(z.number()), counts: z.array(z.number()) })),
  beginUpload: oc.output(z.object({ id: idSchema })),
  scan: oc.input(z.object({ source: imageSourceSchema, roles: planeRolesSchema.default({}) })).output(scanSchema),
  import: oc
    .input(
      z.object({
        source: imageSourceSchema,
        name: nameSchema,
        calibration: calibrationSchema.partial().default({}),
        degradation: degradationSchema.nullable().default(null),
        /** Part of a sample's name that tells its lens or field: a regular expression with one group; null: each sample for itself. */
        groupPattern: z.string().max(200).nullable().default(null),
        /** What files and parts of them are, where it is not what their names tell. */
        roles: planeRolesSchema.default({}),
        /** Bits of a data quality value that make a pixel bad; null: any value but 0. */
        qualityBits: qualityBitsSchema.default(null),
      }),
    )
    .output(z.object({ job: jobSchema, datasetId: idSchema })),
  rename: oc.input(datasetId.extend({ name: nameSchema })).output(datasetSummarySchema),
  calibrate: oc
    .input(datasetId.extend({ calibration: calibrationSchema, register: z.boolean(), scalingKind: scalingKindSchema }))
    .output(datasetDetailSchema),
  split: oc
    .input(
      datasetId.extend({
        ratios: splitRatiosSchema.default({ train: 80, validation: 10, test: 10 }),
        seed: z.number().int().min(0).default(0),
      }),
    )
    .output(splitSchema),
  /** Reads the classes of all samples from where they stand; with `dryRun` nothing is written. */
  label: oc.input(datasetId.extend({ from: labelSourceSchema, dryRun: z.boolean().default(false) })).output(
    z.object({
      classes: z.array(z.object({ label: z.string(), count: z.number().int() })),
      /** Samples that got none. */
      unlabelled: z.number().int(),
      /** Of those, the first few. */
      examples: z.array(z.string()),
      /** Rows of the table that no sample has the name of. */
      unmatched: z.array(z.string()),
    }),
  ),
  /** The class of single samples; null: none. */
  setLabels: oc
    .input(
      datasetId.extend({
        labels: z
          .array(z.object({ sample: z.number().int().min(0), label: labelSchema.nullable() }))
          .min(1)
          .max(100_000),
      }),
    )
    .output(datasetDetailSchema),
  /** Looks at the files again: present, and with the content that was imported? */
  verify: oc.input(datasetId).output(
    z.object({
      state: z.enum(['ok', 'changed', 'missing']),
      changed: z.array(z.string()),
      missing: z.array(z.string()),
    }),
  ),
  /** Into the trash; the user's own files are never touched. */
  remove: oc.input(datasetId).output(z.object({ removed: z.boolean() })),
}
