import { convertSky, formatSky, wcsFrameOf } from '../../main/domain/wcs/index.ts'
import type { SkyFrame, SkyPosition, Wcs } from '../../main/domain/wcs/types.ts'
import type { ViewState } from './viewState.ts'

/** The celestial frame that positions are told in. */
export const wantedFrame = ({ skyFrame }: Pick<ViewState, 'skyFrame'>): SkyFrame => ({
  frame: skyFrame,
  equinox: skyFrame === 'fk5' ? 2000 : null,
})

/** A position of a WCS in the frame and the form that the view wants, to a tenth of a pixel. */
export function skyText(sky: SkyPosition, wcs: Wcs, view: Pick<ViewState, 'skyFrame' | 'skyFormat'>): string {
  const position = convertSky(sky, wcsFrameOf(wcs), wantedFrame(view))
  return formatSky(position, view.skyFrame, view.skyFormat, wcs.pixelScaleArcsec)
}
