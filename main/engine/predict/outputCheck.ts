import { AppError } from '../../domain/errors.ts'
import { isConstant } from '../training/divergence.ts'

/** @throws AppError 'internal' for an output that is empty, not finite, or constant: never a success */
export function checkOutput(output: Float32Array): void {
  if (output.length === 0) throw new AppError('internal', 'The network gave an empty image for this input.')
  const broken = output.reduce((count, value) => (Number.isFinite(value) ? count : count + 1), 0)
  if (broken > 0) {
    throw new AppError(
      'internal',
      `The network gave ${broken} of ${output.length} pixels that are not finite numbers. Its weights are damaged, or the input's values are far from what it was trained on.`,
      { broken },
    )
  }
  if (isConstant(output)) {
    throw new AppError(
      'internal',
      'The network gave a constant image. Its weights have collapsed, or the input shows nothing: choose another checkpoint, or check the input.',
    )
  }
}
