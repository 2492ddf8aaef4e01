import { isDeepStrictEqual } from 'node:util'
import type { ApplyRequest } from '../../contract/apply.ts'
import type { ApplicationItem, ApplicationRecord } from '../../workspace/applications.ts'
import type { InputItem } from './items.ts'

/** The last application of the same weights to the same images for the same products, if it did not come to its end. */
export function brokenOff(
  earlier: readonly ApplicationRecord[],
  inputs: readonly InputItem[],
  request: ApplyRequest,
): ApplicationRecord | undefined {
  const wanted = inputs.map(item => item.input).join('\n')
  const last = earlier.find(known => known.items.map(item => item.input).join('\n') === wanted)
  const isBroken = last?.status === 'interrupted' || last?.status === 'stopped' || last?.status === 'failed'
  return isBroken && asksForTheSame(last, request) ? last : undefined
}

/**
 * The item as earlier applications left it in this folder: done, or begun, with the files that are their own making. Not
 * of an input that has changed since, nor of other products.
 */
export function carriedItem(
  earlier: readonly ApplicationRecord[],
  folder: string,
  input: InputItem,
  request: ApplyRequest,
): Partial<ApplicationItem> | undefined {
  const known = earlier
    .filter(record => record.folder === folder && asksForTheSame(record, request))
    .flatMap(({ id, items }) => items.map(item => ({ ...item, madeBy: item.madeBy ?? { id, index: item.index } })))
    .filter(item => item.input === input.input && item.name === input.name)
    .filter(item => item.stamp === '' || item.stamp === input.stamp)
  const done = known.find(({ status, outputs }) => status === 'done' && request.formats.every(f => outputs[f]))
  if (done !== undefined) return done
  const begun = known.find(item => Object.keys(item.planned).length > 0)
  return begun && { planned: begun.planned }
}

/** Whether what is made differs in nothing; records of before requests were kept are taken to agree. */
function asksForTheSame({ request: earlier }: ApplicationRecord, request: ApplyRequest): boolean {
  if (earlier === null) return true
  const { formats, fitsLayout, nameTemplate, pixelScaleArcsec, fluxConvention, matchValues } = request
  const asked = { fitsLayout, nameTemplate, pixelScaleArcsec, fluxConvention, matchValues }
  // Requests of before values could be matched do not have it.
  const known = { matchValues: false, ...earlier }
  const before = Object.fromEntries(Object.keys(asked).map(key => [key, known[key as keyof typeof known]]))
  const earlierFormats = earlier.formats
  return (
    isDeepStrictEqual(before, asked) &&
    Array.isArray(earlierFormats) &&
    formats.every(format => earlierFormats.includes(format))
  )
}
