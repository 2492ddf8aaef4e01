import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { errorSchema, pathSchema, sizeSchema } from './common.ts'
import { imageSourceSchema } from './datasets.ts'

/** Tells the content of a file from any other: its path, size and time of change. */
const fileKeySchema = z.string().regex(/^[0-9a-f]{32}$/)

/** One image of a file: an HDU of FITS, an array of NPZ or HDF5, the only array of NPY and TIFF. */
export const viewedImageSchema = z.object({
  /** Its number in addresses: for FITS that of the HDU. */
  index: z.number().int(),
  /** EXTNAME, or the name of the array; empty where it has none. */
  name: z.string(),
  /** 'primary', 'image', 'compressed', 'bintable', 'array' ... */
  type: z.string(),
  /** Slowest axis first; empty where it holds no data. */
  shape: z.array(z.number().int()),
  /** The type of its numbers, by NumPy's name. */
  dtype: z.string().nullable(),
  unit: z.string().nullable(),
  /** Null: it is no image and cannot be shown. */
  size: sizeSchema.nullable(),
  planes: z.number().int(),
  /** Too large to be sent whole: it is shown by tiles (main/domain/pyramid.ts). */
  tiled: z.boolean(),
})
export type ViewedImage = z.infer<typeof viewedImageSchema>

export const viewedFileSchema = z.object({
  /** As it was asked for. */
  path: z.string(),
  name: z.string(),
  bytes: z.number(),
  format: z.string(),
  key: fileKeySchema,
  images: z.array(viewedImageSchema),
  /** The image to show first; null: the file holds none that can be shown. */
  suggested: z.number().int().nullable(),
  /** Why the list of images ends before the file does, or is not complete. */
  problem: z.string().nullable(),
})
export type ViewedFile = z.infer<typeof viewedFileSchema>

export const imageHeaderSchema = z.object({
  /** FITS: the raw 80-character cards. */
  cards: z.array(z.string()),
  /** Other formats: what they say about the image. */
  values: z.record(z.string(), z.unknown()),
})

export type ImageHeader = z.infer<typeof imageHeaderSchema>

/** Which plane of which image of a file. */
export const planeSchema = z.object({
  path: pathSchema,
  key: fileKeySchema,
  image: z.number().int().min(0),
  plane: z.number().int().min(0),
})
export type PlaneRef = z.infer<typeof planeSchema>

export const pyramidStateSchema = z.object({
  /** Rows of the image whose tiles are there, from the bottom; tiles of level 0 of plain files are always there. */
  rowsReady: z.number().int(),
  height: z.number().int(),
  done: z.boolean(),
  /** Why no more tiles will come, where that is so. */
  error: errorSchema.nullable(),
})
export type PyramidState = z.infer<typeof pyramidStateSchema>

export const recentViewSchema = z.object({ path: z.string(), name: z.string(), openedAt: z.string() })
export type RecentView = z.infer<typeof recentViewSchema>

export const viewsContract = {
  /** The image files of a source, at most 1,000, for what was dropped or a folder. */
  files: oc
    .input(z.object({ source: imageSourceSchema }))
    .output(z.object({ paths: z.array(z.string()), truncated: z.boolean() })),
  /** What a file holds, from its headers. The file must lie in a registered folder or in the workspace. */
  open: oc.input(z.object({ path: pathSchema })).output(viewedFileSchema),
  header: oc.input(z.object({ path: pathSchema, image: z.number().int().min(0) })).output(imageHeaderSchema),
  /** Makes the tiles of a large image where they are not there yet, and tells how far they are; ends when all are. */
  pyramid: oc.input(planeSchema).output(eventIterator(pyramidStateSchema)),
  /** Files that were looked at and are still there, the latest first. */
  recent: oc.output(z.array(recentViewSchema)),
}
