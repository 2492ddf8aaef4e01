import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { AppError } from '../../../main/domain/errors.ts'
import { celestialWcs } from '../../../main/domain/wcs/index.ts'
import type { Wcs } from '../../../main/domain/wcs/types.ts'
import { api } from '../../app/api.ts'
import { planeKey, type WantedPlane } from './useShownImages.ts'

/** Where the pixels of an image lie on the sky; why that is not known, where its header says something that is not read. */
export interface Sky {
  readonly wcs: Wcs | undefined
  readonly refusal: string | null
}

function skyOf(cards: readonly string[]): Sky {
  try {
    return { wcs: celestialWcs(cards), refusal: null }
  } catch (error) {
    if (error instanceof AppError) return { wcs: undefined, refusal: error.message }
    throw error
  }
}

/** The sky of each plane, in the same order; undefined until its header has come. The same array until one changes. */
export function useSkies(planes: readonly WantedPlane[]): readonly (Sky | undefined)[] {
  const headers = useQueries({
    queries: planes.map(({ path, image, key }) => ({
      ...api.views.header.queryOptions({ input: { path, image } }),
      queryKey: ['header', path, key, image],
      staleTime: Number.POSITIVE_INFINITY,
    })),
  })
  const known = headers.map(({ data }) => (data === undefined ? '0' : '1')).join('')
  const shown = planes.map(planeKey).join('\n\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys stand for the headers, which do not change
  return useMemo(() => headers.map(({ data }) => data && skyOf(data.cards)), [shown, known])
}
