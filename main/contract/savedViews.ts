import { oc } from '@orpc/contract'
import { z } from 'zod'
import { idSchema, nameSchema } from './common.ts'

/** A place in the application, as its pages write it: a path with a query, never another site. */
export const addressSchema = z
  .string()
  .max(60_000, 'an address has at most 60,000 characters')
  .regex(/^\/(?!\/)[^\\\s#]*$/, 'an address begins with one slash')

export const savedViewSchema = z.object({
  id: idSchema,
  name: nameSchema,
  /** Images, stretch, frame, regions: all that the page keeps in its address. */
  address: addressSchema,
  createdAt: z.string(),
})
export type SavedView = z.infer<typeof savedViewSchema>

export const MAX_SAVED_VIEWS = 500

/** Pages that open as they were left. */
export const rememberedPageSchema = z.enum(['compare'])

/** What the user looks at, kept in the workspace under a name, and where a page was left. */
export const savedViewsContract = {
  /** By name. */
  list: oc.output(z.array(savedViewSchema)),
  /** A name that is there already is a conflict. */
  save: oc.input(z.object({ name: nameSchema, address: addressSchema })).output(savedViewSchema),
  rename: oc.input(z.object({ id: idSchema, name: nameSchema })).output(savedViewSchema),
  remove: oc.input(z.object({ id: idSchema })).output(z.object({ removed: z.boolean() })),
  remember: oc.input(z.object({ page: rememberedPageSchema, address: addressSchema })).output(z.object({})),
  recall: oc.input(z.object({ page: rememberedPageSchema })).output(z.object({ address: addressSchema.nullable() })),
}
