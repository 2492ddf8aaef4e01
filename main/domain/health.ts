import { median, medianAbsoluteDeviation, sigmaPerMad } from './stats.ts'

/** What is known about one image of a data set. */
export interface ImageFacts {
  readonly width: number
  readonly height: number
  readonly min: number
  readonly max: number
  readonly mean: number
  readonly std: number
  readonly nonFinite: number
  /** Hash of the pixels: equal for equal images. */
  readonly hash: string
}

/** What is known about one sample; HR facts are missing for LR alone, and LR's for HR alone. */
export interface SampleFacts {
  readonly sample: string
  readonly lr?: ImageFacts | undefined
  readonly hr?: ImageFacts | undefined
  /** HR pixels, see `measureOffset`. */
  readonly offset?: { readonly dx: number; readonly dy: number; readonly confidence: number } | undefined
}

export type FindingKind = 'nan' | 'constant' | 'duplicate' | 'odd-size' | 'scale' | 'flux-ratio' | 'offset'

export interface Finding {
  readonly kind: FindingKind
  /** `error`: training on it would fail or teach nonsense. `warning`: worth a look. */
  readonly severity: 'error' | 'warning'
  readonly sample: string
  readonly message: string
}

/** Fewer samples than this have no typical value to be an outlier of. */
const minOutlierSamples = 5

/** An outlier lies this many MAD sigmas from the median; 5 sparks one false alarm in a million normal values. */
const outlierSigma = 5

/** Offsets measured with less correlation than this are noise. */
const minOffsetConfidence = 0.3

/**
 * Everything suspicious in a data set. Outliers are judged against the data set itself by median and MAD: width of the
 * values ('scale'), HR over LR mean level ('flux-ratio') and registration ('offset', HR pixels).
 */
export function datasetFindings(samples: readonly SampleFacts[], factor: number): Finding[] {
  return [
    ...samples.flatMap(imageFindings),
    ...sizeFindings(samples, factor),
    ...duplicateFindings(samples),
    ...outlierFindings(samples),
  ]
}

const sides = ['lr', 'hr'] as const

function imageFindings(facts: SampleFacts): Finding[] {
  return sides.flatMap((side): Finding[] => {
    const image = facts[side]
    if (!image) return []
    const name = side.toUpperCase()
    const pixels = image.width * image.height
    if (image.nonFinite === pixels) {
      return [finding('nan', 'error', facts, `${name} has no finite pixel; leave this sample out.`)]
    }
    const found: Finding[] = []
    if (image.nonFinite > 0) {
      const message = `${name} has ${image.nonFinite} of ${pixels} pixels that are NaN or infinite; fill or crop them.`
      found.push(finding('nan', 'error', facts, message))
    }
    if (image.min === image.max) {
      found.push(finding('constant', 'error', facts, `${name} is constant (${image.min}); it teaches nothing.`))
    }
    return found
  })
}

function sizeFindings(samples: readonly SampleFacts[], factor: number): Finding[] {
  const found: Finding[] = []
  for (const side of sides) {
    const common = mostCommon(samples.flatMap(({ [side]: image }) => (image ? [sizeOf(image)] : [])))
    for (const facts of samples) {
      const image = facts[side]
      if (!image || sizeOf(image) === common) continue
      const message = `${side.toUpperCase()} has ${sizeOf(image)} pixels where most have ${common}.`
      found.push(finding('odd-size', 'warning', facts, message))
    }
  }
  for (const facts of samples) {
    const { lr, hr } = facts
    if (!lr || !hr || (hr.width === lr.width * factor && hr.height === lr.height * factor)) continue
    const message = `HR has ${sizeOf(hr)} pixels, not ${factor} times the ${sizeOf(lr)} of the LR; pair or crop it anew.`
    found.push(finding('odd-size', 'error', facts, message))
  }
  return found
}

function duplicateFindings(samples: readonly SampleFacts[]): Finding[] {
  return sides.flatMap(side => {
    const first = new Map<string, string>()
    return samples.flatMap((facts): Finding[] => {
      const image = facts[side]
      if (!image) return []
      const original = first.get(image.hash)
      if (original === undefined) {
        first.set(image.hash, facts.sample)
        return []
      }
      const message = `${side.toUpperCase()} is the same image as in ${original}; if they are split apart, scores flatter.`
      return [finding('duplicate', 'warning', facts, message)]
    })
  })
}

function outlierFindings(samples: readonly SampleFacts[]): Finding[] {
  const quantities: {
    kind: FindingKind
    say: (value: number, usual: number) => string
    of: Quantity
    floor: number
  }[] = [
    ...sides.map(side => ({
      kind: 'scale' as const,
      of: ({ [side]: image }: SampleFacts) => (image && image.std > 0 ? Math.log(image.std) : undefined),
      // Sources differ in brightness by factors; a scale is odd from a factor of 10 on.
      floor: Math.log(10) / outlierSigma,
      say: (value: number, usual: number) =>
        `${side.toUpperCase()}'s values spread ${ratioText(Math.exp(value - usual))} the usual; is it in another unit?`,
    })),
    {
      kind: 'flux-ratio',
      of: ({ lr, hr }) => (lr && hr && lr.mean > 0 && hr.mean > 0 ? Math.log(hr.mean / lr.mean) : undefined),
      floor: 0.02,
      say: (value, usual) =>
        `HR over LR mean level is ${ratioText(Math.exp(value - usual))} the usual; are they one pair?`,
    },
    ...(['dx', 'dy'] as const).map(axis => ({
      kind: 'offset' as const,
      of: ({ offset }: SampleFacts) => (offset && offset.confidence >= minOffsetConfidence ? offset[axis] : undefined),
      floor: 0.1,
      say: (value: number, usual: number) =>
        `HR lies ${value.toFixed(2)} HR pixels off in ${axis[1]} where ${usual.toFixed(2)} is usual; register it.`,
    })),
  ]
  return quantities.flatMap(({ kind, of, floor, say }) => {
    const known = samples.flatMap(facts => {
      const value = of(facts)
      return value !== undefined && Number.isFinite(value) ? [{ facts, value }] : []
    })
    if (known.length < minOutlierSamples) return []
    const values = known.map(({ value }) => value)
    const usual = median(values)
    const limit = outlierSigma * Math.max(sigmaPerMad * medianAbsoluteDeviation(values), floor)
    return known
      .filter(({ value }) => Math.abs(value - usual) > limit)
      .map(({ facts, value }) => finding(kind, 'warning', facts, say(value, usual)))
  })
}

type Quantity = (facts: SampleFacts) => number | undefined

function finding(kind: FindingKind, severity: Finding['severity'], facts: SampleFacts, message: string): Finding {
  return { kind, severity, sample: facts.sample, message }
}

function sizeOf(image: ImageFacts): string {
  return `${image.width} x ${image.height}`
}

function ratioText(ratio: number): string {
  return `${Number(ratio.toPrecision(2))} times`
}

function mostCommon(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}
