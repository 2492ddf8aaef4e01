import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { simulationSchema } from '../../../../main/contract/simulate.ts'
import { changed, parseChange } from '../../../../main/hosts/cli/commands/simulationChanges.ts'
import { groundToSpace } from '../../../../main/lensing/presets.ts'
import { temporaryFolder } from '../../../support/trainingCore.ts'

vi.setConfig({ testTimeout: 120_000 })

const cli = join(import.meta.dirname, '../../../../main/hosts/cli/subarc.ts')
const folder = temporaryFolder()
afterAll(() => folder.remove())

function simulate(...args: string[]): Promise<{ code: number | string; said: string; noted: string }> {
  const all = [cli, 'simulate', '--workspace', join(folder.path, 'workspace'), ...args]
  return new Promise(resolve => {
    execFile(process.execPath, all, (error, said, noted) => resolve({ code: error?.code ?? 0, said, noted }))
  })
}

describe('subarc simulate', () => {
  it('makes a labelled dataset by instrument, kind and single parameters', async () => {
    const small = ['--set', 'hrPixels=32', '--set', 'subsampling=1', '-n', '6', '--seed', '4']
    const options = [
      '--preset',
      'hst-pair',
      '--instrument',
      'euclid-vis',
      '--kind',
      'classes',
      '--name',
      'Three',
      '--json',
    ]
    const { code, said, noted } = await simulate(...options, ...small, '--set', 'deflectors.0.slope=1.9..2.1')
    expect([code, noted]).toEqual([0, ''])
    expect(JSON.parse(said)).toMatchObject({
      name: 'Three',
      samples: 6,
      paired: true,
      calibration: { pixelScaleArcsec: 0.1, lrPsfFwhmArcsec: 0.16, hrPsfFwhmArcsec: 0.08 },
      classes: [
        { label: 'no', count: 2 },
        { label: 'sphere', count: 2 },
        { label: 'vort', count: 2 },
      ],
      simulation: { seed: 4, hrPixels: 32, deflectors: [{ kind: 'power-law', slope: { min: 1.9, max: 2.1 } }, {}] },
    })
  })

  it('prints its parameters, and takes them back from the file', async () => {
    const printed = await simulate('--preset', 'hsc-hst', '--set', 'lr.psf.fwhmArcsec=0.6+-0.05', '--print-config')
    const config = simulationSchema.parse(JSON.parse(printed.said))
    expect(config.lr.psf).toEqual({ kind: 'gaussian', fwhmArcsec: { mean: 0.6, sigma: 0.05 } })
    const file = join(folder.path, 'config.json')
    writeFileSync(file, printed.said)
    expect(JSON.parse((await simulate('--config', file, '--print-config')).said)).toEqual(config)
  })

  it('lists presets, and instruments with their sources', async () => {
    const { said } = await simulate('--list', '--json')
    const { presets, instruments } = JSON.parse(said)
    expect(presets.map(({ id }: { id: string }) => id)).toContain('hsc-pair')
    const known = ['hst-acs', 'hst-wfc3-ir', 'hsc', 'euclid-vis', 'roman-wfi', 'rubin', 'ground']
    expect(instruments.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(known))
    for (const { source } of instruments) expect(source).toMatch(/\d{4}|Handbook|technical page|lenstronomy/)
  })

  it.each([
    [['--preset', 'none'], /no preset 'none'. Known: ground-to-space/],
    [['--instrument', 'jwst'], /no instrument 'jwst'. Known: hst-acs/],
    [['--kind', 'wdm'], /Allowed choices are none, cdm, vortex, classes/],
    [['--set', 'lr.psf.seeing=1'], /no parameter lr.psf.seeing; there are kind, fwhmArcsec/],
    [['--set', 'lr.psf.fwhmArcsec=-1'], /lr.psf.fwhmArcsec: PSF FWHM must be 0 to 10/],
    [['--set', 'nothing'], /Give path=value/],
    [['--config', '/nowhere.json'], /could not be read as JSON/],
    [['-n', '0'], /count/],
  ])('refuses %j with what is possible', async (options, reason) => {
    const { code, noted } = await simulate(...options)
    expect(code).not.toBe(0)
    expect(noted).toMatch(reason)
  })
})

describe('a parameter on the command line', () => {
  const parsed = (text: string) => parseChange(`a=${text}`)?.value

  it('is a number, a distribution, JSON or a text', () => {
    expect(parsed('1.5e3')).toBe(1500)
    expect(parsed('-1..+2')).toEqual({ min: -1, max: 2 })
    expect(parsed('.5+-0.1')).toEqual({ mean: 0.5, sigma: 0.1 })
    expect(parsed('1e3~1e4')).toEqual({ log10Min: 3, log10Max: 4 })
    expect(parsed('{"kind":"airy"}')).toEqual({ kind: 'airy' })
    expect(parsed('per-image')).toBe('per-image')
  })

  it('replaces a member of a list, adds one at its end, and leaves the rest as it was', () => {
    const sis = { kind: 'sis', einsteinRadiusArcsec: 0.2, xArcsec: 1, yArcsec: 0 }
    const changes = [
      { path: ['deflectors', '2'], value: sis },
      { path: ['deflectors', '2', 'xArcsec'], value: 2 },
    ]
    expect(changed(groundToSpace, changes)).toEqual({
      ...groundToSpace,
      deflectors: [...groundToSpace.deflectors, { ...sis, xArcsec: 2 }],
    })
  })
})
