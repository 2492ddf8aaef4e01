import { describe, expect, it } from 'vitest'
import { simulationSchema } from '../../../../main/contract/simulate.ts'
import { FIELD_GROUPS } from '../../../../renderer/features/simulate/fields.ts'
import { checkSimulation, limitsOfField } from '../../../../renderer/features/simulate/limits.ts'

const simulation = {
  hrPixels: 150,
  factor: 2,
  hrPixelScaleArcsec: 0.05,
  hrPsfFwhmArcsec: 0.09,
  lrPsfFwhmArcsec: 0.6,
  einsteinRadiusArcsec: { min: 0.9, max: 1.8 },
  lensE1: 0,
  lensE2: 0,
  shearGamma1: 0.05,
  shearGamma2: 0,
  sourceRadiusArcsec: 0.25,
  sourceSersicIndex: 1,
  sourceE1: 0,
  sourceE2: 0,
  sourceXArcsec: 0,
  sourceYArcsec: 0,
  sourceFlux: 40,
  backgroundRms: 0.01,
  exposureSeconds: 1000,
  subsampling: 2,
}

describe('the form of the simulator', () => {
  it('has a field for every parameter of the contract, once', () => {
    const keys = FIELD_GROUPS.flatMap(({ fields }) => fields.map(({ key }) => key))
    expect(keys.sort()).toEqual(Object.keys(simulationSchema.shape).sort())
  })
  it('takes its limits from the contract', () => {
    expect([limitsOfField('hrPixels'), limitsOfField('hrPixelScaleArcsec'), limitsOfField('lensE1')]).toEqual([
      { integer: true, min: 16, max: 1024 },
      { integer: false, min: 0.001, max: 10 },
      {},
    ])
  })
  it('lets through what the core takes, and names the field of what it does not', () => {
    expect(checkSimulation(simulation)).toEqual({ ok: true, simulation })
    const wrong = checkSimulation({ ...simulation, hrPixels: Number.NaN, lensE1: { min: 1, max: 0 } })
    expect(wrong.ok ? [] : wrong.problems.map(problem => problem.split(':')[0])).toEqual(['hrPixels', 'lensE1'])
  })
})
