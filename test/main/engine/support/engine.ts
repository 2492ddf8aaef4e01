import { launchEngine } from '../../../../main/engine/launch.ts'
import type { EngineEvent, EngineExit, EngineJob, EngineProcess } from '../../../../main/engine/port.ts'

/** An engine process under test: what it told of its job, and signals to wait for. */
export interface EngineUnderTest {
  readonly engine: EngineProcess
  /** In order, but for what it tells by the clock (what it uses), which may stand anywhere. */
  readonly events: EngineEvent[]
  readonly exit: Promise<EngineExit>
  /** Resolves with the first event, from now or before, that fits; rejects when the engine ends without one. */
  until<T extends EngineEvent>(fits: (event: EngineEvent) => event is T): Promise<T>
  until(fits: (event: EngineEvent) => boolean): Promise<EngineEvent>
}

export function startEngine(job: EngineJob, engine: EngineProcess = launchEngine()): EngineUnderTest {
  const events: EngineEvent[] = []
  const waiting = new Set<(event: EngineEvent) => void>()
  engine.onEvent(event => {
    if (event.type === 'usage') return
    events.push(event)
    for (const check of waiting) check(event)
  })
  const exit = new Promise<EngineExit>(resolve => engine.onExit(resolve))
  engine.send({ type: 'start', job })
  const until = (fits: (event: EngineEvent) => boolean) => {
    const past = events.find(fits)
    if (past) return Promise.resolve(past)
    return new Promise<EngineEvent>((resolve, reject) => {
      const check = (event: EngineEvent) => {
        if (!fits(event)) return
        waiting.delete(check)
        resolve(event)
      }
      waiting.add(check)
      void exit.then(ended =>
        reject(new Error(`the engine ended: ${JSON.stringify({ ended, events: events.slice(-3) })}`)),
      )
    })
  }
  return { engine, events, exit, until: until as EngineUnderTest['until'] }
}

export function ofType<T extends EngineEvent['type']>(events: readonly EngineEvent[], type: T) {
  return events.filter((event): event is Extract<EngineEvent, { type: T }> => event.type === type)
}
