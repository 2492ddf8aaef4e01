import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createEngineClient } from '../../electron/engineClient.ts'
import { relayEngines, type Utility } from '../../electron/engineRelay.ts'
import type { CoreMessage, MainMessage } from '../../electron/messages.ts'
import type { EngineEvent, EngineExit } from '../../main/engine/port.ts'

class UtilityDouble extends EventEmitter implements Utility {
  readonly received: unknown[] = []
  killed = false
  onPost: (message: unknown) => void = () => {}
  postMessage(message: unknown) {
    this.received.push(message)
    this.onPost(message)
  }
  kill() {
    this.killed = true
    this.emit('exit', 143)
    return true
  }
}

/** Both ends of the relay, joined as Electron joins them. */
function joined() {
  const core = new UtilityDouble()
  const forked: UtilityDouble[] = []
  const relay = relayEngines(core, () => {
    const engine = new UtilityDouble()
    forked.push(engine)
    return engine
  })
  const client = createEngineClient((message: CoreMessage) => relay.handle(message))
  core.onPost = message => client.receive(message as MainMessage)
  return { client, forked, relay }
}

describe('engines on the desktop', () => {
  it('are forked by Electron for the core, and carry commands and events both ways', () => {
    const { client, forked } = joined()
    const engine = client.launch()
    const events: EngineEvent[] = []
    engine.onEvent(event => events.push(event))
    engine.send({ type: 'pause' })
    forked[0].emit('message', { type: 'paused', step: 3, reason: 'user' })
    expect(forked[0].received).toEqual([{ type: 'pause' }])
    expect(events).toEqual([{ type: 'paused', step: 3, reason: 'user' }])
  })

  it('keep their events apart', () => {
    const { client, forked } = joined()
    const seen: string[] = []
    client.launch().onEvent(() => seen.push('first'))
    client.launch().onEvent(() => seen.push('second'))
    forked[1].emit('message', { type: 'resumed', step: 1 })
    expect(seen).toEqual(['second'])
  })

  it('report their end, also when they are killed', () => {
    const { client, forked } = joined()
    const engine = client.launch()
    const exits: EngineExit[] = []
    engine.onExit(exit => exits.push(exit))
    engine.kill()
    expect(forked[0].killed).toBe(true)
    expect(exits).toEqual([{ code: 143, signal: null }])
  })

  it('all end with the core', () => {
    const { client, forked, relay } = joined()
    client.launch()
    client.launch()
    relay.killAll()
    expect(forked.map(engine => engine.killed)).toEqual([true, true])
  })
})
