/** Every task that the worker threads know, by name: pure functions of plain data and typed arrays. */
export const tasks = {
  /** Proves that a worker answers; used by the pool's own tests. */
  echo: (input: unknown) => input,
}

export type Tasks = typeof tasks
export type TaskName = keyof Tasks
export type TaskInput<N extends TaskName> = Parameters<Tasks[N]>[0]
export type TaskOutput<N extends TaskName> = Awaited<ReturnType<Tasks[N]>>
