import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { Draw } from '../../../../main/contract/draw.ts'
import {
  cameraSchema,
  deflectorSchemas,
  lightSchemas,
  psfSchemas,
  simulationSchema,
  substructureSchemas,
} from '../../../../main/contract/simulation.ts'
import { groundToSpace } from '../../../../main/lensing/presets.ts'
import { checkSimulation } from '../../../../renderer/features/simulate/check.ts'
import { drawNumbers, inShape, shapeOf, withNumber } from '../../../../renderer/features/simulate/drawShapes.ts'
import { fieldsOf, type PartField } from '../../../../renderer/features/simulate/fields.ts'
import { DEFLECTORS, LIGHTS, PSFS, SUBSTRUCTURE } from '../../../../renderer/features/simulate/parts.ts'

describe('the form of the simulator', () => {
  it.each([
    ['deflectors', DEFLECTORS, deflectorSchemas],
    ['lights', LIGHTS, lightSchemas],
    ['classes', SUBSTRUCTURE, substructureSchemas],
    ['PSFs', PSFS, psfSchemas],
  ])(
    'has a field for every parameter of the %s in the contract, and something valid to begin with',
    (_, kinds, all) => {
      const schemas = new Map<string, z.ZodObject>(Object.entries(all))
      expect(Object.keys(kinds)).toEqual([...schemas.keys()])
      for (const [kind, { fields, first }] of Object.entries(kinds)) {
        const schema = schemas.get(kind)
        const keys = Object.keys(schema?.shape ?? {}).filter(key => key !== 'kind')
        expect(fields.map((field: PartField) => field.key)).toEqual(keys)
        // A file is what the user must give.
        if (!keys.includes('file')) expect(schema?.safeParse(first).success).toBe(true)
      }
    },
  )

  it('shows every number of cameras, cosmology, offset and grid', () => {
    const numbers = (schema: z.ZodObject) => fieldsOf(schema).map(({ key }) => key)
    expect(numbers(cameraSchema)).toEqual(['zeroPointMag', 'backgroundRms', 'exposureSeconds'])
    expect(numbers(simulationSchema.shape.cosmology)).toEqual(['hubbleConstant', 'omegaMatter'])
    expect(numbers(simulationSchema.shape.offset)).toEqual(['x', 'y'])
    expect(numbers(simulationSchema)).toEqual([
      'hrPixels',
      'factor',
      'hrPixelScaleArcsec',
      'subsampling',
      'zLens',
      'zSource',
    ])
  })

  it('takes units and limits from the contract', () => {
    const [radius] = fieldsOf(deflectorSchemas.sie)
    expect(radius).toEqual({
      kind: 'draw',
      key: 'einsteinRadiusArcsec',
      label: 'Einstein radius',
      unit: 'arcsec',
      min: 0,
      max: 100,
    })
    const [side] = fieldsOf(simulationSchema)
    expect(side).toEqual({
      kind: 'number',
      key: 'hrPixels',
      integer: true,
      label: 'HR image side',
      unit: 'px',
      min: 16,
      max: 1024,
    })
  })

  it('lets through what the core takes, and names the field of what it does not', () => {
    expect(checkSimulation(groundToSpace)).toEqual({ ok: true, simulation: groundToSpace })
    const wrong = checkSimulation({ ...groundToSpace, hrPixels: Number.NaN, offset: { x: { min: 1, max: 0 }, y: 0 } })
    expect(wrong.ok ? [] : wrong.problems.map(problem => problem.split(':')[0])).toEqual(['hrPixels', 'offset.x'])
  })

  it('refuses parameters that it does not know, as a misspelled one in a file', () => {
    const wrong = checkSimulation({ ...groundToSpace, lr: { ...groundToSpace.lr, seeing: 0.7 } })
    expect(wrong.ok ? '' : wrong.problems.join()).toContain('seeing')
  })
})

describe('a drawn value', () => {
  const draws: Draw[] = [2, { min: 1, max: 3 }, { mean: 2, sigma: 0.5 }, { log10Min: 0, log10Max: 2 }]

  it('keeps its place when the way it is drawn changes, there and back', () => {
    for (const draw of draws) expect(inShape(draw, shapeOf(draw))).toEqual(draw)
    expect(inShape({ min: 1, max: 3 }, 'fixed')).toBe(2)
    expect(inShape({ min: 1, max: 3 }, 'normal')).toEqual({ mean: 2, sigma: 0.5 })
    expect(inShape({ mean: 2, sigma: 0.5 }, 'range')).toEqual({ min: 1, max: 3 })
    expect(inShape({ log10Min: 0, log10Max: 2 }, 'fixed')).toBe(10)
    expect(inShape(2, 'range')).toEqual({ min: 2, max: 2 })
  })

  it('shows the ends of a logarithmic range, not their logarithms', () => {
    expect(drawNumbers({ log10Min: 3, log10Max: 3.5 }).map(({ number }) => number)).toEqual([1000, 3162.27766017])
    expect(withNumber({ log10Min: 3, log10Max: 3.5 }, 'log10Max', 10_000)).toEqual({ log10Min: 3, log10Max: 4 })
  })
})
