/** 'schedule.kind' -> 'cosine': the values of a record by their paths, as text; lists whole. */
export function flatRecord(record: unknown, path = ''): Map<string, string> {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    return new Map([[path, typeof record === 'string' ? record : JSON.stringify(record)]])
  }
  const entries = Object.entries(record).filter(([, value]) => value !== undefined)
  return new Map(entries.flatMap(([key, value]) => [...flatRecord(value, path === '' ? key : `${path}.${key}`)]))
}
