/** Processor cores kept busy since the last call, and memory held now, of the whole process. */
export function createUsageMeter(): () => { readonly cores: number; readonly memoryBytes: number } {
  let cpu = process.cpuUsage()
  let at = performance.now()
  return () => {
    const now = performance.now()
    const spent = process.cpuUsage(cpu)
    const cores = (spent.user + spent.system) / 1000 / Math.max(1, now - at)
    cpu = process.cpuUsage()
    at = now
    return { cores, memoryBytes: process.memoryUsage.rss() }
  }
}
