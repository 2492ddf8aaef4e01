import { AppError, type ErrorCode } from '../../main/domain/errors.ts'
import { t } from '../text/t.ts'

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null

/** The error inside of an answer that is no typed call (pixels, uploads); its status alone where it holds none. */
export async function responseError(response: Response): Promise<AppError> {
  const body: unknown = await response.json().catch(() => null)
  const said = isFields(body) && isFields(body.json) ? body.json : {}
  const data = isFields(said.data) ? said.data : {}
  const message = typeof said.message === 'string' ? said.message : t.ui.theCoreAnsweredWithStatus(response.status)
  const code =
    typeof data.code === 'string' ? (data.code as ErrorCode) : response.status === 404 ? 'not-found' : 'internal'
  return new AppError(code, message, isFields(data.details) ? { ...data.details } : {})
}
