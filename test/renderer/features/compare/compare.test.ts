import { describe, expect, it } from 'vitest'
import type { Wcs } from '../../../../main/domain/wcs/types.ts'
import {
  DEFAULT_LAYERS,
  difference,
  layerChoices,
  layerPanels,
  layerSources,
} from '../../../../renderer/features/compare/layers.ts'
import { rankedImages } from '../../../../renderer/features/compare/order.ts'
import { bestMethod, summaryText } from '../../../../renderer/features/compare/scoreText.ts'

const image = (...values: number[]) => ({ width: values.length, height: 1, data: Float32Array.from(values) })

const score = (sample: number, method: string, psnr: number, lensPsnr: number | null = null) => ({
  sample,
  name: `s${sample}`,
  method,
  mse: 0.1,
  psnr,
  ssim: 0.5,
  lensPsnr,
  lensSsim: null,
})

const summary = (mean: number) => ({ mean, std: 1, interval: null })
const method = (id: string, psnr: number, mse: number) => ({
  id,
  title: id,
  note: '',
  whole: { psnr: summary(psnr), ssim: summary(0.9), mse: summary(mse) },
  lens: null,
})
const methods = [method('network', 40, 1e-4), method('bicubic', 30, 1e-3)]

const calibration = {
  calibrated: true,
  pixelScaleArcsec: 0.2,
  unit: 'ct/s',
  fluxConvention: 'sum' as const,
  lrPsfFwhmArcsec: null,
  hrPsfFwhmArcsec: null,
  lrNoiseSigma: null,
  peak: null,
}

const none = { lr: 0, hr: 0 }
const noPlanes = { error: none, masked: none, psf: none, maskedShare: none }

describe('the panels of a comparison', () => {
  it('are LR, methods with SR last, HR, residuals, and the degraded SR where it was checked', () => {
    const consistency = { reducedChiSquare: 1, fluxRatio: 1, perImage: [] }
    expect(
      layerChoices({ methods, consistency }, { planes: noPlanes, calibration }).map(choice => choice.title),
    ).toEqual(['LR', 'bicubic', 'SR', 'HR', 'SR - HR', 'bicubic - HR', 'SR degraded - LR'])
    const layers = layerChoices({ methods, consistency: null }, { planes: noPlanes, calibration }).map(
      choice => choice.layer,
    )
    expect(layers).toEqual(expect.arrayContaining([...DEFAULT_LAYERS]))
    expect(layers).not.toContain('consistency')
  })

  it('fetch each image once, also where a residual needs it again', () => {
    const evaluated = { id: 'e1', datasetId: 'd1' }
    const sources = layerSources(['lr', 'network', 'minus-hr:network'], evaluated, 3, { id: 'd1', planes: noPlanes })
    expect([...sources]).toEqual([
      ['lr', 'dataset/d1/3/lr'],
      ['network', 'evaluation/e1/3/network'],
      ['hr', 'dataset/d1/3/hr'],
    ])
  })

  it('have residuals of the float values, and LR pixels that are as wide and hold as much as they do', () => {
    const choices = layerChoices({ methods, consistency: null }, { planes: noPlanes, calibration })
    const images = new Map([
      ['lr', image(8)],
      ['hr', image(1, 2)],
      ['network', image(1.5, 1)],
    ])
    const panels = layerPanels(choices, images, { factor: 2, calibration })
    expect(panels.map(panel => panel.id)).toEqual(['lr', 'network', 'hr', 'minus-hr:network'])
    expect(panels[0]).toMatchObject({ scale: 2, levelFactor: 4, unit: 'ct/s', kind: 'image' })
    expect(panels[3]).toMatchObject({ scale: 1, kind: 'residual', image: image(0.5, -1) })
  })

  it('are also SR of other runs, the check over the noise, and masks, where there are any', () => {
    const consistency = { reducedChiSquare: 1, fluxRatio: 1, perImage: [] }
    const others = [{ evaluationId: 'e2', title: 'SR of wide' }]
    const planes = { ...noPlanes, masked: { lr: 0, hr: 2 } }
    const noisy = { ...calibration, lrNoiseSigma: 2 }
    const choices = layerChoices({ methods, consistency }, { planes, calibration: noisy }, others)
    expect(choices.map(choice => choice.title)).toEqual([
      'LR',
      'bicubic',
      'SR',
      'SR of wide',
      'HR',
      'SR - HR',
      'SR of wide - HR',
      'bicubic - HR',
      'SR degraded - LR',
      '(SR degraded - LR) / noise',
      'mask of HR',
    ])
    const layers = ['network@e2', 'minus-hr:network@e2', 'sigma', 'hr-mask']
    const sources = layerSources(layers, { id: 'e1', datasetId: 'd1' }, 3, { id: 'd1', planes: noPlanes })
    expect([...sources]).toEqual([
      ['network@e2', 'evaluation/e2/3/network'],
      ['hr', 'dataset/d1/3/hr'],
      ['consistency', 'evaluation/e1/3/consistency'],
    ])
  })

  it('carry the sky coordinates of their own grid, and are divided by the noise of each pixel', () => {
    const wcs = (name: string) => ({ projection: name }) as unknown as Wcs
    const sky = { lr: wcs('lr'), hr: wcs('hr'), sr: wcs('sr'), problem: null }
    const layers = ['lr', 'network', 'hr', 'minus-hr:network', 'sigma', 'hr-mask', 'lr-mask']
    const choices = layers.map(layer => ({ layer, title: layer }))
    const images = new Map([
      ['lr', image(8)],
      ['hr', image(1, 2)],
      ['network', image(1.5, 1)],
      ['consistency', image(3)],
      ['lr#error', image(2)],
      ['hr#mask', image(1, 0)],
    ])
    const panels = layerPanels(choices, images, { factor: 2, calibration }, sky)
    const told = panels.map(({ id, kind, wcs: at, unit, scale }) => [id, kind, at?.projection, unit, scale])
    expect(told).toEqual([
      ['lr', 'image', 'lr', 'ct/s', 2],
      ['network', 'image', 'sr', 'ct/s', 1],
      ['hr', 'image', 'hr', 'ct/s', 1],
      ['minus-hr:network', 'residual', 'sr', 'ct/s', 1],
      ['sigma', 'sigma', 'lr', null, 2],
      ['hr-mask', 'mask', 'hr', null, 1],
    ])
    expect(panels[4].image).toEqual(image(1.5))
    expect(panels[5].image).toEqual(image(1, 0))
  })

  it('come with the masks and noise maps that the dataset has', () => {
    const planes = { ...noPlanes, masked: { lr: 0, hr: 2 }, error: { lr: 4, hr: 0 } }
    const sources = layerSources(['network'], { id: 'e1', datasetId: 'd1' }, 3, { id: 'd1', planes })
    expect([...sources.values()]).toEqual([
      'evaluation/e1/3/network',
      'dataset/d1/3/lr/mask',
      'dataset/d1/3/lr/error',
      'dataset/d1/3/hr/mask',
    ])
    const images = new Map([...sources.keys()].map((layer, i) => [layer, image(i, i)] as const))
    for (const layer of ['lr', 'hr']) images.set(layer, image(9, 9))
    const panels = layerPanels(
      layerChoices({ methods, consistency: null }, { planes: noPlanes, calibration }),
      images,
      { factor: 2, calibration },
    )
    const [lr, network, hr, residual] = panels
    expect([lr?.mask, lr?.error]).toEqual([image(1, 1), image(2, 2)])
    for (const panel of [network, hr, residual]) expect(panel).toMatchObject({ mask: image(3, 3) })
    expect(hr?.error).toBeUndefined()
  })

  it('keep pixels without a value without one in a residual', () => {
    expect([...difference(image(1, Number.NaN), image(Number.NaN, 2)).data]).toEqual([Number.NaN, Number.NaN])
  })
})

describe('the images of an evaluation', () => {
  const evaluation = {
    samples: [0, 1, 2].map(sample => ({ sample, name: `s${sample}` })),
    images: [
      score(0, 'network', 31, 20),
      score(0, 'bicubic', 30),
      score(1, 'network', 35, null),
      score(1, 'bicubic', 36),
      score(2, 'network', 28, 25),
      score(2, 'bicubic', 20),
    ],
  }
  const order = (by: 'psnr' | 'gain' | 'lensPsnr', bestFirst = false) =>
    rankedImages(evaluation, by, bestFirst).map(({ sample, score: value }) => [sample, value])

  it('stand worst first or best first by the network, and by what it gains over bicubic', () => {
    expect(order('psnr')).toEqual([
      [2, 28],
      [0, 31],
      [1, 35],
    ])
    expect(order('psnr', true)).toEqual([
      [1, 35],
      [0, 31],
      [2, 28],
    ])
    expect(order('gain')).toEqual([
      [1, -1],
      [0, 1],
      [2, 8],
    ])
  })

  it('stand last where they have no such score, either way', () => {
    expect(order('lensPsnr')).toEqual([
      [0, 20],
      [2, 25],
      [1, null],
    ])
    expect(order('lensPsnr', true)).toEqual([
      [2, 25],
      [0, 20],
      [1, null],
    ])
  })
})

describe('scores', () => {
  it('call the lowest MSE and the highest PSNR the best', () => {
    expect(bestMethod(methods, 'whole', 'mse')).toBe('network')
    expect(bestMethod([method('a', 1, 5), method('b', 2, 9)], 'whole', 'mse')).toBe('a')
    expect(bestMethod(methods, 'lens', 'psnr')).toBeNull()
  })

  it('give an interval where there is one, and never invent one', () => {
    expect(summaryText('psnr', { mean: 33.604, std: 1.2, interval: { low: 33.1, high: 34.02 } })).toEqual({
      mean: '33.60',
      spread: 'std 1.20, 95 %: 33.10 to 34.02',
    })
    expect(summaryText('psnr', { mean: 33.604, std: 1.2, interval: null }).spread).toBe('std 1.20')
    expect(summaryText('psnr', { mean: 33.604, std: null, interval: null }).spread).toBe('')
    expect(summaryText('ssim', undefined)).toEqual({ mean: '-', spread: '' })
  })
})
