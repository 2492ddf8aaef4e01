/** A plane that is shown: the file by its place in the address, the image by its number in the file. */
export interface ShownPlane {
  readonly file: number
  readonly image: number
  readonly plane: number
}

/** What the page shows, as its address says it: how it looks is the viewer's own part of the address. */
export interface ViewAddress {
  readonly files: readonly string[]
  /** Null: of each file what it suggests. */
  readonly shown: readonly ShownPlane[] | null
}

export const MAX_FILES = 16

/** Three rows of three: more panels than that show nothing any more. */
export const MAX_PANELS = 9

const SHOWN = /^(\d{1,3})\.(\d{1,6})\.(\d{1,9})$/

/** Anything absurd is left out: a bad link still opens. */
export function decodeAddress(query: URLSearchParams): ViewAddress {
  const files = query.getAll('file').filter(Boolean).slice(0, MAX_FILES)
  const show = query.get('show')
  if (show === null) return { files, shown: null }
  const shown = show.split(',').flatMap(text => {
    const [, file, image, plane] = (SHOWN.exec(text) ?? []).map(Number)
    return file === undefined || image === undefined || plane === undefined || file >= files.length
      ? []
      : [{ file, image, plane }]
  })
  return { files, shown: shown.slice(0, MAX_PANELS) }
}

/** The address's own parameters, in place of those in `into`; others of `into` are kept. */
export function encodeAddress({ files, shown }: ViewAddress, into = new URLSearchParams()): URLSearchParams {
  const query = new URLSearchParams(into)
  for (const name of ['file', 'show', 'folder', 'upload']) query.delete(name)
  for (const file of files) query.append('file', file)
  if (shown !== null) query.set('show', shown.map(({ file, image, plane }) => `${file}.${image}.${plane}`).join(','))
  return query
}

/** A link to files. Images of one file, science and error, have little in common: each gets limits of its own. */
export const viewPath = (files: readonly string[]): string =>
  `/view?${encodeAddress({ files, shown: null }, new URLSearchParams({ own: '1' }))}`

/** Without the file; what was shown of others stays. */
export function withoutFile({ files, shown }: ViewAddress, gone: number): ViewAddress {
  return {
    files: files.filter((_, index) => index !== gone),
    shown:
      shown?.filter(({ file }) => file !== gone).map(p => ({ ...p, file: p.file > gone ? p.file - 1 : p.file })) ??
      null,
  }
}

/** The image is shown, with its first plane and behind the others, or not any more. */
export function toggled(shown: readonly ShownPlane[], file: number, image: number): readonly ShownPlane[] {
  const others = shown.filter(p => p.file !== file || p.image !== image)
  return others.length < shown.length ? others : [...shown, { file, image, plane: 0 }].slice(-MAX_PANELS)
}
