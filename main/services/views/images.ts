import type { PlaneRef } from '../../contract/views.ts'
import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { isTiled } from '../../domain/pyramid.ts'
import { planeCards } from '../apply/productHeader.ts'
import type { ServiceContext } from '../context.ts'
import { type ImageAnswer, wholeNumber } from '../pixels.ts'
import type { Plane } from './pyramidBuild.ts'
import type { Pyramids } from './pyramids.ts'
import type { Views } from './service.ts'

/** Answers the addresses `view/...` of main/contract/images.ts. The key in them makes each one immutable. */
export function addViewImages({ images }: ServiceContext, views: Views): void {
  images.addImages('view', async ([path = '', key = '', image, planePart, ...part]): Promise<ImageAnswer> => {
    const ref: PlaneRef = { path: decodedPath(path), key, image: wholeNumber(image), plane: wholeNumber(planePart) }
    const plane = await views.plane(ref)
    return {
      tag: [plane.path, key, image, planePart, ...part].join('/'),
      immutable: true,
      read: partReader(views.pyramids, plane, part),
      size: plane.size,
      readPart: rect => views.pyramids.rect(plane, rect),
      cards: async () => planeCards((await views.header(ref.path, ref.image)).cards),
    }
  })
}

function partReader(pyramids: Pyramids, plane: Plane, [kind, ...rest]: readonly string[]): () => Promise<FloatImage> {
  const number = (at: number) => wholeNumber(rest[at])
  switch (kind) {
    case 'whole':
      // A thumbnail of a large image is made of its preview.
      if (isTiled(plane.size)) return () => pyramids.preview(plane)
      return () => pyramids.rect(plane, { x: 0, y: 0, ...plane.size })
    case 'tile': {
      const place = { level: number(0), column: number(1), row: number(2) }
      return () => pyramids.tile(plane, place)
    }
    case 'cut': {
      const rect = { x: number(0), y: number(1), width: number(2), height: number(3) }
      return () => pyramids.rect(plane, rect)
    }
    case 'preview':
      return () => pyramids.preview(plane)
    case 'sample':
      return async () => {
        const data = await pyramids.sample(plane, rest[0] === 'full')
        return { width: data.length, height: 1, data }
      }
    default:
      throw new AppError('not-found', `An image has no part ${JSON.stringify(kind ?? '')}.`)
  }
}

function decodedPath(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new AppError('bad-input', 'The path in an address is not properly encoded.')
  }
}
