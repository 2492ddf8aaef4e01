import type { KernelCase } from './case.ts'
import { elementwiseCases } from './elementwise.ts'
import { imageCases } from './images.ts'
import { layerCases } from './layers.ts'
import { shapeCases } from './shapes.ts'

/** What convolves, where a target's way of convolving can matter. */
export const imagesAndLayers: readonly KernelCase[] = [...imageCases, ...layerCases]
export const allCases: readonly KernelCase[] = [...elementwiseCases, ...shapeCases, ...imagesAndLayers]
