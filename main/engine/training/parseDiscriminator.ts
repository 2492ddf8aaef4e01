import { type DiscriminatorConfig, discriminatorSchema } from '../../../models/discriminator.ts'
import { AppError } from '../../domain/errors.ts'

/** @throws AppError 'bad-input' for a record that is no discriminator's */
export function parseDiscriminator(record: unknown): DiscriminatorConfig {
  const parsed = discriminatorSchema.safeParse(record)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(issue => `${issue.path.join('.') || 'configuration'}: ${issue.message}`)
  throw new AppError('bad-input', `This is not a discriminator's configuration. ${problems.join('; ')}.`, { problems })
}
