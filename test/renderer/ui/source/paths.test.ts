import { expect, it } from 'vitest'
import { baseName, folderOf } from '../../../../renderer/ui/source/paths.ts'

it('finds the folder and the name of a file on either system', () => {
  const files = ['/data/lens/a.fits', '/a.fits', 'C:\\data\\a.fits', 'C:\\a.fits', '\\\\host\\share\\a.fits']
  expect(files.map(folderOf)).toEqual(['/data/lens', '/', 'C:\\data', 'C:\\', '\\\\host\\share'])
  expect([...files, '/data/lens/'].map(baseName)).toEqual([...Array(5).fill('a.fits'), 'lens'])
})
