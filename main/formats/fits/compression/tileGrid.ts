/** A box of pixels: where it starts and how long it is on each axis, in C order (slowest axis first). */
export interface Region {
  readonly start: readonly number[]
  readonly shape: readonly number[]
}

/** How an image is cut into tiles, in C order; the last tile of an axis may be shorter. */
export interface TileGrid {
  readonly shape: readonly number[]
  readonly tileShape: readonly number[]
}

/** One tile: `index` is its row in the table, `region` its place in the image. */
export interface TilePlace {
  readonly index: number
  readonly region: Region
}

export function pixelCount(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1)
}

/** How many tiles there are on each axis. */
export function tilesPerAxis({ shape, tileShape }: TileGrid): number[] {
  return shape.map((length, axis) => Math.ceil(length / tileShape[axis]))
}

/** The tiles that hold pixels of `wanted`, in the order of their rows. */
export function tilesOf(grid: TileGrid, wanted: Region): TilePlace[] {
  const counts = tilesPerAxis(grid)
  const first = wanted.start.map((start, axis) => Math.floor(start / grid.tileShape[axis]))
  const last = wanted.start.map((start, axis) => Math.floor((start + wanted.shape[axis] - 1) / grid.tileShape[axis]))
  const places: TilePlace[] = []
  for (const position of positions(first, last)) {
    const start = position.map((n, axis) => n * grid.tileShape[axis])
    places.push({
      index: position.reduce((index, n, axis) => index * counts[axis] + n, 0),
      region: { start, shape: start.map((from, axis) => Math.min(grid.tileShape[axis], grid.shape[axis] - from)) },
    })
  }
  return places
}

/** All positions from `first` to `last`, both included, the last axis running fastest. */
function* positions(first: readonly number[], last: readonly number[]): Generator<number[]> {
  if (first.some((n, axis) => n > last[axis])) return
  const position = [...first]
  for (;;) {
    yield [...position]
    let axis = position.length - 1
    while (axis >= 0 && position[axis] === last[axis]) {
      position[axis] = first[axis]
      axis -= 1
    }
    if (axis < 0) return
    position[axis] += 1
  }
}

/** A run of pixels that lie one after the other in both places: where it begins in each, and how long it is. */
export interface Run {
  readonly from: number
  readonly to: number
  readonly length: number
}

/** The runs that bring the pixels that `source` and `target` share from the one box to the other. */
export function* sharedRuns(source: Region, target: Region): Generator<Run> {
  const start = source.start.map((from, axis) => Math.max(from, target.start[axis]))
  const end = source.start.map((from, axis) =>
    Math.min(from + source.shape[axis], target.start[axis] + target.shape[axis]),
  )
  if (start.some((from, axis) => from >= end[axis])) return
  // Axes that are shared whole by both boxes join into one run with the axis before them.
  let joined = start.length - 1
  while (
    joined > 0 &&
    end[joined] - start[joined] === source.shape[joined] &&
    source.shape[joined] === target.shape[joined]
  )
    joined -= 1
  const length = end.slice(joined).reduce((product, to, i) => product * (to - start[joined + i]), 1)
  const last = end.map((to, axis) => (axis < joined ? to - 1 : start[axis]))
  for (const position of positions(start, last))
    yield { from: indexIn(source, position), to: indexIn(target, position), length }
}

function indexIn(box: Region, position: readonly number[]): number {
  return position.reduce((index, at, axis) => index * box.shape[axis] + at - box.start[axis], 0)
}
