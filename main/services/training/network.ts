import type { NetworkChoice, RunNetwork, TrainedNetwork } from '../../contract/networks.ts'

/** Trainable parameters and a title, by the registry. It is loaded when it is first asked: it brings tfjs with it. */
export async function describeNetwork(
  config: TrainedNetwork,
): Promise<{ parameters: number; title: string; receptiveField: number }> {
  const { networkOf, parseNetwork } = await import('../../../models/registry.ts')
  const { countTrainable } = await import('../../../models/network.ts')
  const network = parseNetwork(config)
  const architecture = networkOf(network)
  return {
    parameters: countTrainable(architecture.parameters(network)),
    title: networkTitle(config),
    receptiveField: architecture.receptiveField(network),
  }
}

/** 'ResnetSISR 3 x 32, x2', as the table of runs shows it. */
export function networkTitle(config: RunNetwork): string {
  if (config.kind === 'onnx') return `ONNX, x${config.magnification}`
  if (config.kind === 'denoised-sisr') return `${networkTitle(config.denoiser)}, then ${networkTitle(config.sr)}`
  const { magnification, magnifications } = config
  const factor = magnifications === 0 ? '' : `, x${magnification ** magnifications}`
  return `${networkName(config)} ${networkSize(config)}${factor}`
}

function networkSize(config: NetworkChoice): string {
  if (config.kind === 'unet') return `${config.levels} x ${config.channels}`
  const { blocks, channels } = config
  return config.kind === 'rcan' || config.kind === 'swinir'
    ? `${config.groups} x ${blocks} x ${channels}`
    : `${blocks} x ${channels}`
}

const names = { edsr: 'EDSR', rcan: 'RCAN', swinir: 'SwinIR', unet: 'U-Net' }

function networkName({ kind, magnifications }: NetworkChoice): string {
  if (kind !== 'resnet-sisr') return names[kind]
  return magnifications === 0 ? 'Denoiser' : 'ResnetSISR'
}
