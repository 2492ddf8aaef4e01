/** File names that are read as images, by their endings in lower case. */
const endings = [
  ...['.npy', '.npz', '.h5', '.hdf5', '.tif', '.tiff'],
  ...['.fits', '.fit', '.fts', '.fits.gz', '.fit.gz', '.fts.gz', '.fits.bz2', '.fits.z', '.fits.fz'],
] as const

/** The ending that makes a file an image, or undefined. */
export function imageEnding(name: string): (typeof endings)[number] | undefined {
  const lower = name.toLowerCase()
  return endings.findLast(ending => lower.endsWith(ending))
}

export function looksLikeImage(name: string): boolean {
  return imageEnding(name) !== undefined
}

/** The name without the ending that makes it an image. */
export function stemOf(name: string): string {
  return name.slice(0, name.length - (imageEnding(name)?.length ?? 0))
}
