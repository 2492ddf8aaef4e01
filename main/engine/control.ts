/** What the user wants of a running job; asked between steps. */
export interface RunControl {
  requested(): 'run' | 'pause' | 'stop'
  /** Asks for a pause on behalf of the job itself, which waits for the user's resume or stop. */
  pause(): void
  /** Resolves when the wish is no longer to pause. */
  whilePaused(): Promise<void>
}

/** A control that never pauses and never stops. */
export const freeRunning: RunControl = {
  requested: () => 'run',
  pause: () => undefined,
  whilePaused: async () => undefined,
}
