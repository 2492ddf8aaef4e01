import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { askedWorkspace, createGuide, filesOf, viewPage } from '../../electron/opening.ts'
import { temporaryFolder } from '../support/core.ts'

const folder = temporaryFolder('opening')
const image = join(folder.path, 'a lens.fits')
const other = join(folder.path, 'b.npy')
mkdirSync(join(folder.path, 'workspace'))
writeFileSync(image, '')
writeFileSync(other, '')
afterAll(folder.remove)

describe('the command line of the application', () => {
  it('holds the files to open, whole or from the folder of the start, and nothing else', () => {
    const argv = ['/usr/bin/subarc', folder.path, '--no-sandbox', image, 'b.npy', 'missing.fits']
    expect(filesOf(argv, folder.path)).toEqual([image, other])
  })

  it('holds files as addresses, as file managers give them', () => {
    expect(filesOf(['subarc', pathToFileURL(image).href, 'file:nothing'], '/')).toEqual([image])
  })

  it('holds the workspace, which is no file to open', () => {
    const argv = ['subarc', '--workspace', image, other]
    expect(filesOf(argv, '/')).toEqual([other])
    expect(askedWorkspace(argv)).toBe(image)
    expect(askedWorkspace(['subarc'])).toBeUndefined()
  })
})

describe('files that the system hands over', () => {
  const guided = () => {
    const said: string[] = []
    const guide = createGuide({
      allow: async files => void said.push(`may read ${files.join(' ')}`),
      tell: path => void said.push(path),
    })
    return { guide, said, settled: () => new Promise(resolve => setImmediate(resolve)) }
  }

  it('wait until the page listens, and are then shown together, once they may be read', async () => {
    const { guide, said, settled } = guided()
    guide.open(['/a.fits'])
    guide.open(['/b.fits'])
    await settled()
    expect(said).toEqual([])
    guide.listening()
    await settled()
    expect(said).toEqual(['may read /a.fits /b.fits', '/view?file=%2Fa.fits&file=%2Fb.fits'])
  })

  it('are shown at once by a page that listens', async () => {
    const { guide, said, settled } = guided()
    guide.listening()
    guide.open([image])
    await settled()
    expect(said.at(-1)).toBe(viewPage([image]))
    expect(new URL(`app://subarc${said.at(-1)}`).searchParams.get('file')).toBe(image)
  })

  it('wait again when the window is closed; so does a page that the menu asks for', async () => {
    const { guide, said, settled } = guided()
    guide.listening()
    guide.gone()
    guide.go('/runs')
    guide.go('/settings')
    await settled()
    expect(said).toEqual([])
    guide.listening()
    expect(said).toEqual(['/settings'])
  })
})
