import { positiveDegrees, RADIANS } from '../angles.ts'
import type { SkyPosition } from '../types.ts'

export type Vector3 = readonly [number, number, number]
/** By rows. */
export type Matrix3 = readonly [Vector3, Vector3, Vector3]

export function multiply(a: Matrix3, b: Matrix3): Matrix3 {
  const columns = transpose(b)
  const row = (v: Vector3): Vector3 => [dot(v, columns[0]), dot(v, columns[1]), dot(v, columns[2])]
  return [row(a[0]), row(a[1]), row(a[2])]
}

/** The product of matrices, of which the last acts first. */
export function product(first: Matrix3, ...others: Matrix3[]): Matrix3 {
  return others.reduce(multiply, first)
}

export function transpose([a, b, c]: Matrix3): Matrix3 {
  return [
    [a[0], b[0], c[0]],
    [a[1], b[1], c[1]],
    [a[2], b[2], c[2]],
  ]
}

export function apply(m: Matrix3, v: Vector3): Vector3 {
  return [dot(m[0], v), dot(m[1], v), dot(m[2], v)]
}

export function dot(a: Vector3, b: Vector3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

export function unit(v: Vector3): Vector3 {
  const length = Math.hypot(...v)
  return [v[0] / length, v[1] / length, v[2] / length]
}

/** Turns the coordinate axes about one of them by an angle in degrees. */
export function rotation(degrees: number, axis: 'x' | 'y' | 'z'): Matrix3 {
  const c = Math.cos(degrees * RADIANS)
  const s = Math.sin(degrees * RADIANS)
  if (axis === 'x') {
    return [
      [1, 0, 0],
      [0, c, s],
      [0, -s, c],
    ]
  }
  if (axis === 'y') {
    return [
      [c, 0, -s],
      [0, 1, 0],
      [s, 0, c],
    ]
  }
  return [
    [c, s, 0],
    [-s, c, 0],
    [0, 0, 1],
  ]
}

/** The direction of a position of the sky as a unit vector. */
export function vectorOf({ lon, lat }: SkyPosition): Vector3 {
  const cosLat = Math.cos(lat * RADIANS)
  return [cosLat * Math.cos(lon * RADIANS), cosLat * Math.sin(lon * RADIANS), Math.sin(lat * RADIANS)]
}

/** The position of a direction, longitude from 0 to 360 degrees. */
export function positionOf([x, y, z]: Vector3): SkyPosition {
  return { lon: positiveDegrees(Math.atan2(y, x) / RADIANS), lat: Math.atan2(z, Math.hypot(x, y)) / RADIANS }
}
