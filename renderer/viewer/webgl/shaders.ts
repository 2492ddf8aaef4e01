/** One triangle that covers the viewport; positions come from the vertex number, so no buffer is needed. */
export const VERTEX = `#version 300 es
void main() {
  vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`

/**
 * From the screen to the data: which image pixel a fragment shows (texelFetch: the card filters nothing), its float
 * value, the stretch, the colour. The stretches are those of main/domain/stretch.ts, the composite's colours those of
 * main/domain/lupton.ts.
 * `origin`: device pixel of the image's lower left corner; `pixelSize`: device pixels an image pixel. Of an image that is
 * turned against the screen: the device pixel of `anchor`, and device pixels a reference pixel.
 * Finite is tested on the bits, because drivers may optimise isnan() away.
 */
export const FRAGMENT = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
uniform sampler2D image;
uniform sampler2D green;
uniform sampler2D blue;
uniform sampler2D mask;
uniform sampler2D colors;
uniform sampler2D equalization;
uniform vec2 origin;
uniform float pixelSize;
uniform mat2 turn;
uniform vec2 anchor;
uniform vec3 circle;
uniform bool smoothed;
uniform bool composite;
uniform bool masked;
uniform vec2 limits;
uniform int stretch;
uniform bool invert;
uniform vec2 levels;
uniform vec3 minimum;
uniform vec2 lupton;
uniform vec3 nanColor;
uniform vec4 underColor;
uniform vec4 overColor;
uniform vec3 maskColor;
uniform vec3 background;
uniform bool tiled;
out vec4 color;

bool finite(float value) {
  return (floatBitsToUint(value) & 0x7f800000u) != 0x7f800000u;
}

// The value at a place of the image (edges of pixels at integers); false where the pixel there has none.
bool sampleAt(sampler2D source, vec2 at, out float value) {
  value = texelFetch(source, ivec2(floor(at)), 0).r;
  if (!finite(value)) return false;
  if (!smoothed) return true;
  ivec2 last = textureSize(source, 0) - 1;
  vec2 corner = floor(at - 0.5);
  vec2 share = at - 0.5 - corner;
  float sum = 0.0;
  float weights = 0.0;
  for (int i = 0; i < 4; i++) {
    ivec2 beside = ivec2(i & 1, i >> 1);
    float neighbour = texelFetch(source, clamp(ivec2(corner) + beside, ivec2(0), last), 0).r;
    if (!finite(neighbour)) continue;
    vec2 weight = mix(1.0 - share, share, vec2(beside));
    sum += weight.x * weight.y * neighbour;
    weights += weight.x * weight.y;
  }
  value = sum / weights;
  return true;
}

// The share of the image's values that are not larger: rankOf of main/domain/stretch.ts.
float rankOf(float value) {
  int last = textureSize(equalization, 0).x - 1;
  if (last < 1 || value >= texelFetch(equalization, ivec2(last, 0), 0).r) return 1.0;
  if (value < texelFetch(equalization, ivec2(0), 0).r) return 0.0;
  int low = 0;
  int high = last;
  while (high - low > 1) {
    int middle = (low + high) >> 1;
    if (texelFetch(equalization, ivec2(middle, 0), 0).r <= value) low = middle;
    else high = middle;
  }
  float below = texelFetch(equalization, ivec2(low, 0), 0).r;
  float above = texelFetch(equalization, ivec2(high, 0), 0).r;
  return (float(low) + (value - below) / (above - below)) / float(last);
}

float equalized(float value) {
  float lowest = texelFetch(equalization, ivec2(0), 0).r;
  float first = limits.x <= lowest ? 0.0 : rankOf(limits.x);
  return clamp((rankOf(value) - first) / max(rankOf(limits.y) - first, 1e-7), 0.0, 1.0);
}

float stretched(float value) {
  float t = clamp((value - limits.x) / (limits.y - limits.x), 0.0, 1.0);
  if (stretch == 1) return log(1000.0 * t + 1.0) / log(1001.0);
  if (stretch == 2) return (pow(1000.0, t) - 1.0) / 999.0;
  if (stretch == 3) return sqrt(t);
  if (stretch == 4) return t * t;
  if (stretch == 5) return asinh(t / 0.1) / asinh(10.0);
  if (stretch == 6) return sinh(t * 3.0) / sinh(3.0);
  if (stretch == 7) return equalized(clamp(value, limits.x, limits.y));
  return t;
}

vec3 mapped(float value) {
  if (underColor.a > 0.0 && value < limits.x) return underColor.rgb;
  if (overColor.a > 0.0 && value > limits.y) return overColor.rgb;
  float t = clamp((stretched(value) - levels.y) * levels.x + 0.5, 0.0, 1.0);
  if (invert) t = 1.0 - t;
  int entries = textureSize(colors, 0).x;
  int entry = clamp(int(t * float(entries)), 0, entries - 1);
  return texelFetch(colors, ivec2(entry, 0), 0).rgb;
}

vec3 composed(vec3 bands) {
  vec3 above = bands - minimum;
  float intensity = (above.r + above.g + above.b) / 3.0;
  float slope = 0.1 / asinh(0.1 * lupton.y);
  float ratio = intensity <= 0.0 ? 0.0 : asinh(intensity * lupton.y / lupton.x) * slope / intensity;
  vec3 scaled = max(above * ratio, 0.0);
  return scaled / max(1.0, max(scaled.r, max(scaled.g, scaled.b)));
}

void main() {
  float fromMiddle = distance(gl_FragCoord.xy, circle.xy);
  if (circle.z > 0.0 && fromMiddle > circle.z) discard;
  if (circle.z > 0.0 && fromMiddle > circle.z - 1.5) {
    color = vec4(0.9, 0.92, 0.95, 1.0);
    return;
  }
  ivec2 size = textureSize(image, 0);
  vec2 at = turn * ((gl_FragCoord.xy - origin) / pixelSize) + anchor;
  // The part of the screen that a tile has is exact; at its edges rounding must not reach beyond its pixels.
  if (tiled) at = clamp(at, vec2(0.0), vec2(size) - 0.01);
  ivec2 texel = ivec2(floor(at));
  if (texel.x < 0 || texel.y < 0 || texel.x >= size.x || texel.y >= size.y) {
    color = vec4(background, 1.0);
    return;
  }
  bool stripe = mod(gl_FragCoord.x + gl_FragCoord.y, 6.0) < 3.0;
  vec3 bands = vec3(0.0);
  bool known = sampleAt(image, at, bands.r);
  if (composite) known = sampleAt(green, at, bands.g) && sampleAt(blue, at, bands.b) && known;
  // Hatched, so that no colour map can be mistaken for it.
  vec3 shown = known ? (composite ? composed(bands) : mapped(bands.r)) : (stripe ? nanColor : background);
  if (masked && texelFetch(mask, texel, 0).r == 0.0) {
    bool across = mod(gl_FragCoord.x - gl_FragCoord.y, 8.0) < 3.0;
    shown = mix(shown, maskColor, across ? 0.8 : 0.2);
  }
  color = vec4(shown, 1.0);
}`
