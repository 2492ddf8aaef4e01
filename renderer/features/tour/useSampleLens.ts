import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { client } from '../../app/api.ts'
import { decodeInlineImage } from '../../ui/floatImage.ts'

/** What the tour shows: a lens that seeing and coarse pixels hide, for which a network is brought along. */
const SAMPLE = { preset: 'hsc-pair', seed: 7, index: 0 }

/** One simulated pair, made by Subarc itself when it is asked for. */
export function useSampleLens() {
  const query = useQuery({
    queryKey: ['sample-lens', SAMPLE],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const presets = await client.simulate.presets()
      const preset = presets.find(({ id }) => id === SAMPLE.preset) ?? presets[0]
      if (preset === undefined) throw new Error('The core has no simulation preset.')
      const { lr, hr } = await client.simulate.preview({
        simulation: preset.simulation,
        seed: SAMPLE.seed,
        index: SAMPLE.index,
      })
      const { hrPixelScaleArcsec, factor } = preset.simulation
      return { lr, hr, pixelScaleArcsec: hrPixelScaleArcsec * factor }
    },
  })
  const pair = useMemo(
    () =>
      query.data === undefined || query.data.lr === null
        ? null
        : {
            lr: decodeInlineImage(query.data.lr),
            hr: decodeInlineImage(query.data.hr),
            pixelScaleArcsec: query.data.pixelScaleArcsec,
          },
    [query.data],
  )
  return { pair, error: query.error, retry: () => void query.refetch() }
}

export type SampleLens = ReturnType<typeof useSampleLens>
