/** Title and unit of the fields that a person would else have to guess. */
export const FIELD_TITLES: Readonly<Record<string, readonly [title: string, unit?: string]>> = {
  id: ['Id'],
  name: ['Run'],
  status: ['Status'],
  dataset: ['Dataset'],
  datasetId: ['Id of the dataset'],
  recipe: ['Recipe'],
  network: ['Network'],
  parameters: ['Parameters'],
  device: ['Device'],
  seed: ['Seed'],
  setup: ['Setup, all but seed and device'],
  created: ['Made'],
  duration: ['Duration', 's'],
  epoch: ['Epoch reached'],
  epochs: ['Epochs wanted'],
  step: ['Step reached'],
  tags: ['Tags'],
  notes: ['Notes'],
  archived: ['Archived'],
  peakMemory: ['Peak memory', 'MiB'],
  datasetHash: ['SHA-256 of the dataset'],
  splitHash: ['SHA-256 of the split'],
  error: ['Error'],
  accuracy: ['Validation accuracy'],
  psnr: ['Validation PSNR', 'dB'],
  ssim: ['Validation SSIM'],
  mse: ['Validation MSE'],
  loss: ['Training loss'],
  gradientNorm: ['Gradient norm'],
  rate: ['Learning rate then'],
  imagesPerSecond: ['Speed', 'images/s'],
  'settings.batchSize': ['Batch size', 'images'],
  'settings.learningRate': ['Learning rate'],
  'settings.loss': ['Loss'],
  'network.kind': ['Kind of network'],
  'network.blocks': ['Blocks'],
  'network.channels': ['Channels'],
}

const SCORES: Readonly<Record<string, readonly [title: string, unit?: string]>> = {
  psnr: ['PSNR', 'dB'],
  ssim: ['SSIM'],
  mse: ['MSE'],
  lensPsnr: ['PSNR of the lens', 'dB'],
  lensSsim: ['SSIM of the lens'],
  gain: ['gain over bicubic', 'dB'],
  images: ['images'],
  chiSquare: ['reduced chi-square of SR degraded'],
}

/** The title of any field: of settings and environment their names. */
export function titleOf(name: string): { title: string; unit: string | null } {
  const known = FIELD_TITLES[name]
  if (known) return { title: known[0], unit: known[1] ?? null }
  const [side, score] = name.split('.')
  if (side === 'loss' && score !== undefined) return { title: `Training loss: ${score}`, unit: null }
  const scored = side === 'test' || side === 'validation' ? SCORES[score] : undefined
  if (!scored) return { title: name, unit: null }
  return { title: `${side === 'test' ? 'Test' : 'Validation'}: ${scored[0]}`, unit: scored[1] ?? null }
}
