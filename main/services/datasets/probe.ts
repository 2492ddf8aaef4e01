import type { PlaneKind, PlaneRoles } from '../../contract/planes.ts'
import { AppError } from '../../domain/errors.ts'
import { pixelScaleArcsec, type SkyPlace, skyPlace } from '../../domain/wcs/index.ts'
import { type ImagePart, listImageParts } from '../../formats/parts.ts'
import type { Companion } from './companions.ts'
import { assignParts, partLabel, partsOfSide, type Side } from './fileParts.ts'

/** Where an image or a companion of it lies, and its size. */
export interface ProbedPart extends Pick<ImagePart, 'choice' | 'planes' | 'width' | 'height'> {
  readonly path: string
  /** `[ERR]` where the file has several parts; else empty. */
  readonly label: string
}

/** What a file holds, without decoding its pixels where the format allows it. */
export interface ImageProbe extends ProbedPart {
  /** Where the header says, else null. */
  readonly pixelScaleArcsec: number | null
  /** Where on the sky its header puts it, else null. */
  readonly place: SkyPlace | null
  readonly unit: string | null
  /** What belongs to the image within its file. */
  readonly companions: readonly (ProbedPart & Pick<Companion, 'role'>)[]
  /** What each part was taken as; empty for a file of one image. */
  readonly kinds: readonly PlaneKind[]
}

/**
 * The size and number of a file's images, its calibration, and what else of it belongs to them. Errors are those of the
 * formats, for that file, and `bad-input` where several arrays may be the image.
 *
 * @param side which images, of a file that holds both
 */
export async function probeImage(path: string, chosen: PlaneRoles = {}, side: Side | null = null): Promise<ImageProbe> {
  const all = await listImageParts(path)
  const parts = side === null ? all : partsOfSide(all, side, chosen)
  const { image, companions, kinds } = assignParts(path, parts, chosen)
  const probed = (part: ImagePart): ProbedPart => {
    const { choice, planes, width, height } = part
    return { path, label: all.length > 1 ? partLabel(part) : '', choice, planes, width, height }
  }
  return {
    ...probed(image),
    pixelScaleArcsec: told(() => pixelScaleArcsec(image.cards)),
    place: told(() => skyPlace(image.cards, image)),
    unit: image.unit,
    companions: companions.map(({ part, role }) => ({ ...probed(part), role })),
    kinds: all.length > 1 ? kinds : [],
  }
}

/** A header too odd for its coordinates to be read is no reason to refuse the image. */
function told<T>(read: () => T | undefined): T | null {
  try {
    return read() ?? null
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
