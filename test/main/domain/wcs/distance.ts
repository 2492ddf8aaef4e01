/** Longitude and latitude, or x and y. */
export type Pair = readonly [number, number]

/** Great circle distance in degrees. */
export function distance(a: Pair, b: Pair): number {
  const [lon1, lat1, lon2, lat2] = [...a, ...b].map(angle => (angle * Math.PI) / 180)
  const h = Math.sin((lat2 - lat1) / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin((lon2 - lon1) / 2) ** 2
  return (2 * Math.asin(Math.sqrt(h)) * 180) / Math.PI
}
