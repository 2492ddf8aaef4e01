import type { RunControl } from '../control.ts'

const RUN = 0
const PAUSE = 1
const STOP = 2

/** The control thread's side: the user's wish in four shared bytes, since the compute thread may be busy for seconds. */
export class ControlSender {
  readonly memory = new SharedArrayBuffer(4)
  readonly #flag = new Int32Array(this.memory)

  pause(): void {
    Atomics.compareExchange(this.#flag, 0, RUN, PAUSE)
  }

  resume(): void {
    Atomics.compareExchange(this.#flag, 0, PAUSE, RUN)
    Atomics.notify(this.#flag, 0)
  }

  /** Final: neither pause nor resume takes it back. */
  stop(): void {
    Atomics.store(this.#flag, 0, STOP)
    Atomics.notify(this.#flag, 0)
  }
}

/** The compute thread's side. While paused it blocks its thread, which has nothing else to do. */
export function receiveControl(memory: SharedArrayBuffer): RunControl {
  const flag = new Int32Array(memory)
  return {
    requested: () => {
      const wish = Atomics.load(flag, 0)
      return wish === STOP ? 'stop' : wish === PAUSE ? 'pause' : 'run'
    },
    pause: () => {
      Atomics.compareExchange(flag, 0, RUN, PAUSE)
    },
    whilePaused: async () => {
      while (Atomics.load(flag, 0) === PAUSE) Atomics.wait(flag, 0, PAUSE)
    },
  }
}
