import type { NetworkChoice, TrainedNetwork } from '../../contract/networks.ts'

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
export function networkTitle(config: TrainedNetwork): string {
  if (config.kind === 'denoised-sisr') return `${networkTitle(config.denoiser)}, then ${networkTitle(config.sr)}`
  const { blocks, channels, magnification, magnifications } = config
  const size = config.kind === 'rcan' ? `${config.groups} x ${blocks} x ${channels}` : `${blocks} x ${channels}`
  const factor = magnifications === 0 ? '' : `, x${magnification ** magnifications}`
  return `${networkName(config)} ${size}${factor}`
}

function networkName({ kind, magnifications }: NetworkChoice): string {
  if (kind === 'edsr') return 'EDSR'
  if (kind === 'rcan') return 'RCAN'
  return magnifications === 0 ? 'Denoiser' : 'ResnetSISR'
}
