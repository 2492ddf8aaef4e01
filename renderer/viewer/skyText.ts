import type { SkyPosition, Wcs } from '../../main/domain/wcs/types.ts'
import type { ViewState } from './viewState.ts'

const two = (value: number) => String(value).padStart(2, '0')

/** An angle in units of a sixtieth of a sixtieth, with that many decimals: 12:34:56.7. */
function sexagesimal(value: number, decimals: number): string {
  const scale = 10 ** decimals
  const parts = Math.round(Math.abs(value) * 3600 * scale)
  const seconds = (parts % (60 * scale)) / scale
  const minutes = Math.floor(parts / (60 * scale))
  const text = seconds.toFixed(decimals).padStart(decimals + 3, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${text}`
}

/** A position in the wanted form. */
export function skyText({ lon, lat }: SkyPosition, _wcs: Wcs, { skyFormat }: ViewState): string {
  const sign = lat < 0 ? '-' : '+'
  if (skyFormat === 'degrees') return `${lon.toFixed(6)} ${sign}${Math.abs(lat).toFixed(6)}`
  return `${sexagesimal(lon / 15, 3)} ${sign}${sexagesimal(lat, 2)}`
}
