import { errorFromCall } from '../../../main/contract/client.ts'
import { api, queryClient } from '../api.ts'
import { showToast } from '../toasts.ts'

export const refreshQueue = () => void queryClient.invalidateQueries({ queryKey: api.jobs.queue.key() })

export const refused = (error: unknown) => showToast({ severity: 'error', message: errorFromCall(error).message })
