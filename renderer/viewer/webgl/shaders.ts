/** One triangle that covers the viewport; positions come from the vertex number, so no buffer is needed. */
export const VERTEX = `#version 300 es
void main() {
  vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`

/**
 * From the screen to the data: which image pixel a fragment shows (texelFetch: no filtering, no interpolation), its float
 * value, the stretch, the colour. The stretches are those of main/domain/stretch.ts.
 * `origin`: device pixel of the image's lower left corner; `pixelSize`: device pixels an image pixel.
 * Finite is tested on the bits, because drivers may optimise isnan() away.
 */
export const FRAGMENT = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
uniform sampler2D image;
uniform sampler2D colors;
uniform vec2 origin;
uniform float pixelSize;
uniform vec2 limits;
uniform int stretch;
uniform bool invert;
uniform vec2 levels;
uniform vec3 nanColor;
uniform vec3 background;
uniform bool tiled;
out vec4 color;

float stretched(float t) {
  if (stretch == 1) return log(1000.0 * t + 1.0) / log(1001.0);
  if (stretch == 2) return sqrt(t);
  if (stretch == 3) return asinh(t / 0.1) / asinh(10.0);
  return t;
}

void main() {
  ivec2 size = textureSize(image, 0);
  ivec2 texel = ivec2(floor((gl_FragCoord.xy - origin) / pixelSize));
  // The part of the screen that a tile has is exact; at its edges rounding must not reach beyond its pixels.
  if (tiled) texel = clamp(texel, ivec2(0), size - 1);
  if (texel.x < 0 || texel.y < 0 || texel.x >= size.x || texel.y >= size.y) {
    color = vec4(background, 1.0);
    return;
  }
  float value = texelFetch(image, texel, 0).r;
  if ((floatBitsToUint(value) & 0x7f800000u) == 0x7f800000u) {
    // Hatched, so that no colour map can be mistaken for it.
    bool stripe = mod(gl_FragCoord.x + gl_FragCoord.y, 6.0) < 3.0;
    color = vec4(stripe ? nanColor : background, 1.0);
    return;
  }
  float t = clamp((value - limits.x) / (limits.y - limits.x), 0.0, 1.0);
  t = clamp((stretched(t) - levels.y) * levels.x + 0.5, 0.0, 1.0);
  if (invert) t = 1.0 - t;
  int entries = textureSize(colors, 0).x;
  int entry = clamp(int(t * float(entries)), 0, entries - 1);
  color = vec4(texelFetch(colors, ivec2(entry, 0), 0).rgb, 1.0);
}`
