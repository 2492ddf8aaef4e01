import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { writeFitsImage } from '../../../../main/formats/fits/write.ts'
import { temporaryFolder } from '../../../support/core.ts'
import { noTestData, testData, testDataPath } from '../../../support/testData.ts'

const folder = temporaryFolder('cli-fits')
afterAll(() => folder.remove())

const program = join(import.meta.dirname, '../../../../main/hosts/cli/subarc.ts')

function subarc(...args: string[]) {
  const env = { ...process.env, SUBARC_WORKSPACE: join(folder.path, 'workspace') }
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', env })
  return { status, stdout, stderr }
}

describe('subarc fits', () => {
  it.skipIf(testData === undefined)(`info lists the HDUs of a real file${noTestData}`, () => {
    const path = testDataPath('fits-torture/astropy/o4sp040b0_raw.fits')
    const { status, stdout } = subarc('fits', 'info', path)
    expect(status).toBe(0)
    const lines = stdout.split('\n')
    expect(lines[0]).toMatch(/^HDU +type +name +shape +BITPIX +values +unit +min +max +mean +not finite +first pixels$/)
    expect(lines[6]).toMatch(/4 +image +SCI,2 +44 x 62 +16 +uint16 +COUNTS +1489 +1830 +1508.698 +0 +1505 1504 1507/)
    const asJson = JSON.parse(subarc('fits', 'info', path, '--json').stdout)
    expect(asJson.hdus[4]).toMatchObject({ name: 'SCI', version: 2, statistics: { min: 1489, max: 1830 } })
  })

  it.skipIf(testData === undefined)(
    `info says where a real image lies on the sky, or why it does not${noTestData}`,
    () => {
      expect(subarc('fits', 'info', testDataPath('fits-lenses/KiDS_test/r.fits')).stdout).toContain(
        'HDU 0 on the sky: 02:54:10.371 -34:28:26.00 ICRS, TAN, 0.2 arcsec a pixel, north 90.2 deg, east 180.2 deg',
      )
      const plate = subarc('fits', 'info', testDataPath('fits-torture/astropy_wcs/dss.14.29.56-62.41.05.fits.gz'))
      expect(plate).toMatchObject({ status: 0, stderr: expect.stringMatching(/without sky positions: .*AMDX1/) })
    },
  )

  it.skipIf(testData === undefined)(`header shows the cards of one of them${noTestData}`, () => {
    const { status, stdout } = subarc('fits', 'header', testDataPath('fits-torture/synth/header_zoo.fits'))
    expect(status).toBe(0)
    expect(stdout).toMatch(/^SIMPLE {2}= {20}T/)
    expect(stdout).toContain('HIERARCH ESO')
  })

  it('verify ends with 0 for a file without an error and with 11 for one with', () => {
    const good = join(folder.path, 'good.fits')
    const bad = join(folder.path, 'bad.fits')
    writeFileSync(good, writeFitsImage({ image: { width: 2, height: 1, data: Float32Array.of(1, 2) } }))
    expect(subarc('fits', 'verify', good)).toEqual({
      status: 0,
      stdout: '0 errors, 0 warnings; 1 HDUs, 1 of them with a right checksum\n',
      stderr: '',
    })
    const bytes = readFileSync(good)
    bytes[2880] ^= 1
    writeFileSync(bad, bytes)
    const { status, stdout } = subarc('fits', 'verify', bad, '--json')
    expect(status).toBe(11)
    expect(JSON.parse(stdout)).toMatchObject({ valid: false, hdus: [{ dataSum: 'wrong', checksum: 'wrong' }] })
  })

  it('says what is wrong with a name', () => {
    expect(subarc('fits', 'info', join(folder.path, 'none.fits'))).toMatchObject({ status: 3, stdout: '' })
    expect(subarc('fits', 'info', folder.path).stderr).toMatch(/is a folder. Name a file in it/)
  })
})
