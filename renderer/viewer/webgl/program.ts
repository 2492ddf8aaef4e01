import { AppError } from '../../../main/domain/errors.ts'
import { FRAGMENT, VERTEX } from './shaders.ts'

const UNIFORMS = [
  'image',
  'green',
  'blue',
  'mask',
  'colors',
  'equalization',
  'origin',
  'pixelSize',
  'turn',
  'anchor',
  'circle',
  'smoothed',
  'composite',
  'masked',
  'limits',
  'stretch',
  'invert',
  'levels',
  'minimum',
  'lupton',
  'nanColor',
  'underColor',
  'overColor',
  'maskColor',
  'background',
  'tiled',
  'tiled',
] as const
export type UniformName = (typeof UNIFORMS)[number]

export interface ImageProgram {
  readonly program: WebGLProgram
  readonly uniforms: Readonly<Record<UniformName, WebGLUniformLocation | null>>
}

function compile(gl: WebGL2RenderingContext, type: number, source: string): WebGLShader {
  const shader = gl.createShader(type)
  if (!shader) throw new AppError('device-unavailable', 'The graphics context was lost; it comes back by itself.')
  gl.shaderSource(shader, source)
  gl.compileShader(shader)
  return shader
}

/** The image shader, ready to use. A driver that refuses it is named in the error. */
export function createImageProgram(gl: WebGL2RenderingContext): ImageProgram {
  const program = gl.createProgram()
  gl.attachShader(program, compile(gl, gl.VERTEX_SHADER, VERTEX))
  gl.attachShader(program, compile(gl, gl.FRAGMENT_SHADER, FRAGMENT))
  gl.linkProgram(program)
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    const log = gl.getProgramInfoLog(program) ?? 'no reason given'
    throw new AppError('device-unavailable', `The graphics driver refused the image shader: ${log}`)
  }
  const uniforms = Object.fromEntries(UNIFORMS.map(name => [name, gl.getUniformLocation(program, name)]))
  return { program, uniforms: uniforms as Record<UniformName, WebGLUniformLocation | null> }
}
