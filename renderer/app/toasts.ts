/** A short message at the window's lower edge. It is also read out, and it never carries what is told nowhere else. */
export interface Toast {
  readonly id: number
  readonly severity: 'success' | 'info' | 'warning' | 'error'
  readonly message: string
  /** A page that shows more. */
  readonly link?: { readonly to: string; readonly label: string }
}

let toasts: readonly Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

const set = (next: readonly Toast[]) => {
  toasts = next
  for (const listener of listeners) listener()
}

export const toastStore = {
  getState: () => toasts,
  subscribe: (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}

/** At most three are shown: the oldest gives way. */
export function showToast(toast: Omit<Toast, 'id'>): void {
  set([...toasts, { ...toast, id: nextId++ }].slice(-3))
}

export const dismissToast = (id: number): void => set(toasts.filter(toast => toast.id !== id))
