import { AppError } from '../../../main/domain/errors.ts'

/** The AppError that `action` ends in; any other outcome fails the test. */
export async function appErrorOf(action: () => unknown): Promise<AppError> {
  try {
    await action()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('expected an AppError, but the action succeeded')
}
