/** The folder of a file's path, in the manner of either system. */
export function folderOf(path: string): string {
  const end = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))
  if (end <= 0) return path.slice(0, 1)
  // 'C:\image.fits' lies in 'C:\', not in 'C:'.
  return /^[A-Za-z]:$/.test(path.slice(0, end)) ? path.slice(0, end + 1) : path.slice(0, end)
}

/** Last part of a path. */
export const baseName = (path: string): string => path.split(/[/\\]/).filter(Boolean).at(-1) ?? path
