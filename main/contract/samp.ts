import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { pathSchema } from './common.ts'

const clientSchema = z.object({ id: z.string(), name: z.string() })

/** What others sent: an image to look at. */
export const sampImageSchema = z.object({
  /** The name of the program that sent it. */
  from: z.string(),
  name: z.string(),
  /** A file of this machine; others are refused with the reason. */
  path: z.string().nullable(),
  problem: z.string().nullable(),
})
export type SampImage = z.infer<typeof sampImageSchema>

export const sampStateSchema = z.object({
  connected: z.boolean(),
  /** Programs that take images, while connected. */
  clients: z.array(clientSchema),
})
export type SampState = z.infer<typeof sampStateSchema>

/** The image or table: a file that may be read, or one that the core wrote (an address of main/contract/images.ts). */
const sentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('image'), path: pathSchema }),
  z.object({ kind: z.literal('product'), ref: z.string().max(500) }),
  z.object({
    kind: z.literal('table'),
    name: z.string().max(200),
    columns: z
      .array(z.object({ name: z.string().max(200), unit: z.string().max(100).nullable() }))
      .min(1)
      .max(200),
    rows: z.array(z.array(z.union([z.number(), z.string(), z.null()]))).max(100_000),
  }),
])
export type Sent = z.infer<typeof sentSchema>

/** SAMP, by which DS9, TOPCAT and Aladin pass images and tables to each other. */
export const sampContract = {
  state: oc.output(sampStateSchema),
  /** Joins the user's hub; throws `not-found` with what to start where none runs. */
  connect: oc.output(sampStateSchema),
  disconnect: oc.output(sampStateSchema),
  /** To one program, or to all that take it; joins the hub first. */
  send: oc
    .input(z.object({ what: sentSchema, client: z.string().nullable().default(null) }))
    .output(z.object({ receivers: z.number().int() })),
  /** Opens the file with the program that the system of the core's machine has for it. */
  openOutside: oc.input(z.object({ what: sentSchema })).output(z.object({ path: z.string() })),
  /** Images that others send from now on. */
  received: oc.output(eventIterator(sampImageSchema)),
}
