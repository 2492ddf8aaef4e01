/** Runs tasks one at a time, in the order in which they came. Tasks settle their own failures. */
export interface Lane {
  add(task: () => Promise<void>): Promise<void>
}

export function createLane(): Lane {
  let last: Promise<void> = Promise.resolve()
  return {
    add: task => {
      last = last.then(task)
      return last
    },
  }
}
