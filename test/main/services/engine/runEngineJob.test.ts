import { describe, expect, it } from 'vitest'
import type { EngineCommand, EngineEvent, EngineExit, EngineJob, EngineProcess } from '../../../../main/engine/port.ts'
import { runEngineJob } from '../../../../main/services/engine/runEngineJob.ts'

const job: EngineJob = { kind: 'check-device', device: 'reference', threads: 1 }
const done: EngineEvent = { type: 'finished', reason: 'completed', step: 1, peakMemoryBytes: 1 }

/** An engine that does what the test says. */
function scriptedEngine() {
  const commands: EngineCommand[] = []
  let event: (event: EngineEvent) => void = () => undefined
  let exit: (exit: EngineExit) => void = () => undefined
  let kills = 0
  const process: EngineProcess = {
    pid: 1,
    send: command => commands.push(command),
    onEvent: listener => {
      event = listener
    },
    onExit: listener => {
      exit = listener
    },
    kill: () => {
      kills += 1
    },
  }
  return { process, commands, says: (e: EngineEvent) => event(e), ends: (e: EngineExit) => exit(e), kills: () => kills }
}

const start = () => {
  const engine = scriptedEngine()
  const seen: EngineEvent[] = []
  const run = runEngineJob(
    () => engine.process,
    job,
    event => seen.push(event),
  )
  return { engine, run, seen }
}

describe('a job in an engine process', () => {
  it('ends when the process has ended after its last word', async () => {
    const { engine, run, seen } = start()
    expect(engine.commands).toEqual([{ type: 'start', job }])
    engine.says(done)
    engine.says(done)
    engine.ends({ code: 0, signal: null })
    expect(await run.finished).toEqual(done)
    expect(seen).toEqual([done])
  })

  it('fails with the words of the engine', async () => {
    const { engine, run } = start()
    engine.says({ type: 'failed', code: 'diverged', message: 'The loss is NaN.', details: { step: 7 } })
    engine.ends({ code: 1, signal: null })
    await expect(run.finished).rejects.toMatchObject({
      code: 'diverged',
      message: 'The loss is NaN.',
      details: { step: 7 },
    })
  })

  it.each([
    [{ code: null, signal: 'SIGKILL' }, 'no-memory', /killed \(SIGKILL\).*when memory runs out/],
    [{ code: 137, signal: null }, 'no-memory', /when memory runs out/],
    [
      { code: null, signal: 'SIGABRT', stderrTail: "'std::bad_alloc'" },
      'no-memory',
      /gave it no more memory.*bad_alloc/,
    ],
    [{ code: 134, signal: null, stderrTail: 'JavaScript heap out of memory' }, 'no-memory', /gave it no more memory/],
    [{ code: null, signal: 'SIGSEGV', stderrTail: 'one\nlast words\n' }, 'internal', /crashed \(SIGSEGV\).*last words/],
    [{ code: 3, signal: null }, 'internal', /exit code 3/],
    [{ code: null, signal: null, stderrTail: 'spawn ENOENT' }, 'internal', /could not be started.*ENOENT/],
  ] satisfies [EngineExit, string, RegExp][])(
    'says why a process that ended without a word did so: %j',
    async (exit, code, why) => {
      const { engine, run } = start()
      engine.ends(exit)
      const error = await run.finished.catch(failure => failure)
      expect(error.code).toBe(code)
      expect(error.message).toMatch(why)
      expect(error.details).toMatchObject({ engineDied: true, exitCode: exit.code, signal: exit.signal })
    },
  )

  it('that was killed by its owner has not run out of memory', async () => {
    const { engine, run } = start()
    run.kill()
    engine.ends({ code: null, signal: 'SIGKILL' })
    await expect(run.finished).rejects.toMatchObject({ code: 'internal', details: { engineDied: true } })
  })

  it('passes wishes on', async () => {
    const { engine, run } = start()
    run.pause()
    run.resume()
    run.stop()
    run.kill()
    expect(engine.commands.map(command => command.type)).toEqual(['start', 'pause', 'resume', 'stop'])
    expect(engine.kills()).toBe(1)
    engine.ends({ code: 0, signal: null })
    await run.finished.catch(() => undefined)
  })
})
