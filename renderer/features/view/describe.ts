import type { ViewedFile, ViewedImage } from '../../../main/contract/views.ts'
import { t } from '../../text/t.ts'

const TYPE_NAMES: Readonly<Record<string, string>> = {
  primary: t.view.primaryImage,
  image: 'image',
  compressed: t.view.compressedImage,
  table: t.view.textTable,
  bintable: 'table',
  groups: t.view.randomGroups,
  array: 'array',
  other: t.view.unknownExtension,
}

/** 'SCI', or the number and kind of an image without a name. */
export const imageTitle = ({ index, name, type }: ViewedImage): string =>
  name === '' ? `${index}: ${TYPE_NAMES[type] ?? type}` : `${index}: ${name}`

/** '100 x 100 px, 4 planes, float32, e/s'; of what is no image, its kind. */
export function imageFacts({ size, planes, dtype, unit, type, shape }: ViewedImage): string {
  if (size === null) return shape.length === 0 ? t.view.headerOnly : `${TYPE_NAMES[type] ?? type}, ${shape.join(' x ')}`
  const facts = [`${size.width} x ${size.height} px`, planes > 1 ? `${planes} planes` : null, dtype, unit]
  return facts.filter(fact => fact !== null).join(', ')
}

/** A panel's title: the image by its name if the file has several, the file if there are several. */
export function panelTitle(file: ViewedFile, image: ViewedImage, plane: number, severalFiles: boolean): string {
  const shown = file.images.filter(({ size }) => size !== null)
  const named = shown.length > 1 || !severalFiles ? (image.name === '' ? file.name : image.name) : file.name
  const parts = [severalFiles && named !== file.name ? file.name : null, named]
  if (image.planes > 1) parts.push(`plane ${plane}`)
  return parts.filter(part => part !== null).join(', ')
}
