/** What is shown for a value that is not known: never 0. */
export const UNKNOWN = '-'

/** `digits` significant digits, in powers of ten where plain figures would hide the size. */
export function formatNumber(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined || Number.isNaN(value)) return UNKNOWN
  if (!Number.isFinite(value)) return value > 0 ? 'infinite' : '-infinite'
  if (value === 0) return '0'
  // Rounded first: 99,999 in four digits is a power of ten already.
  const text = value.toPrecision(digits)
  const magnitude = Math.abs(Number(text))
  if (magnitude >= 1e5 || magnitude < 1e-3) return value.toExponential(Math.max(0, digits - 2)).replace('e+', 'e')
  return String(Number(text))
}

/** With a fixed number of decimals, for columns: '33.60'. */
export function formatFixed(value: number | null | undefined, decimals: number): string {
  return value === null || value === undefined || !Number.isFinite(value) ? UNKNOWN : value.toFixed(decimals)
}

/** A value with its unit, or the sign for unknown alone. */
export function formatQuantity(value: number | null | undefined, unit: string, digits = 4): string {
  const text = formatNumber(value, digits)
  return text === UNKNOWN ? UNKNOWN : `${text} ${unit}`
}

export const formatCount = (value: number | null | undefined): string =>
  value === null || value === undefined || !Number.isFinite(value) ? UNKNOWN : value.toLocaleString('en-US')

/** '45 s', '3 min 20 s', '2 h 05 min', '3 d 4 h'. */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds) || seconds < 0) return UNKNOWN
  if (seconds > 0 && seconds < 1) return '< 1 s'
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** Decimal units, as disks are sold: '1.5 GB'. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined || !Number.isFinite(bytes)) return UNKNOWN
  const power = bytes < 1000 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${formatNumber(bytes / 1000 ** power, 3)} ${BYTE_UNITS[power]}`
}

/** A moment in the user's own zone: '2024-03-05 14:02'. */
export function formatMoment(iso: string | null | undefined): string {
  if (iso === null || iso === undefined) return UNKNOWN
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return UNKNOWN
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`
}

/** '75 x 75 px', width before height. */
export const formatSize = (size: { width: number; height: number } | null | undefined): string =>
  size === null || size === undefined ? UNKNOWN : `${size.width} x ${size.height} px`
