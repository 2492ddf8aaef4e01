import { type NetworkConfig, parseNetwork } from '../../models/registry.ts'

export interface NetworkSize {
  readonly blocks: number
  readonly channels: number
}

/** What is measured: a network, and the side of its LR images in pixels. */
export interface Study extends NetworkSize {
  readonly pixels: number
}

export const FULL_STUDY: Study = { blocks: 10, channels: 64, pixels: 75 }
/** To see that everything runs, on a graphics processor that is software too. */
export const QUICK_STUDY: Study = { blocks: 1, channels: 8, pixels: 16 }

export const titleOf = ({ blocks, channels }: NetworkSize): string => `${blocks} blocks x ${channels} channels`

/** ResnetSISR that magnifies twice, of the given size. */
export function resnet({ blocks, channels }: NetworkSize): NetworkConfig {
  const shape = { kind: 'resnet-sisr', magnification: 2, magnifications: 1, outputRelu: true }
  return parseNetwork({ ...shape, blocks, channels })
}
