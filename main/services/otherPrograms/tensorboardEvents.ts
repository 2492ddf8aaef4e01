import protobuf from 'protobufjs/minimal.js'
import { maskedCrc32c } from './crc32c.ts'

interface EventBase {
  readonly step: number
  readonly tag: string
  /** Since 1970. */
  readonly seconds: number
}

export type SummaryEvent = EventBase &
  (
    | { readonly scalar: number }
    | { readonly text: string }
    | { readonly image: { readonly width: number; readonly height: number; readonly png: Uint8Array } }
  )

/** Types and field numbers of protobuf's wire, which stand in a field's first bytes. */
const VARINT = 0
const FIXED64 = 1
const BYTES = 2
const FIXED32 = 5
const key = (field: number, wire: number): number => field * 8 + wire

const DT_STRING = 7
const COLOURSPACE_GREY = 1

/**
 * TensorBoard's file of events: records of a length, its checksum, a message and its checksum (TFRecord), whose messages are
 * tensorflow.Event (tensorflow/core/util/event.proto and framework/summary.proto). The first one names the version.
 * @param seconds of the first record, since 1970
 */
export function writeEvents(events: readonly SummaryEvent[], seconds: number): Uint8Array {
  const version = new protobuf.Writer()
  version.uint32(key(1, FIXED64)).double(seconds).uint32(key(3, BYTES)).string('brain.Event:2')
  return Buffer.concat([record(version.finish()), ...events.map(event => record(eventMessage(event)))])
}

function record(message: Uint8Array): Buffer {
  const head = Buffer.alloc(12)
  head.writeBigUInt64LE(BigInt(message.length))
  head.writeUInt32LE(maskedCrc32c(head.subarray(0, 8)), 8)
  const foot = Buffer.alloc(4)
  foot.writeUInt32LE(maskedCrc32c(message))
  return Buffer.concat([head, message, foot])
}

/** Event: wall_time 1, step 2, summary 5; Summary: value 1. */
function eventMessage(event: SummaryEvent): Uint8Array {
  const writer = new protobuf.Writer()
  writer.uint32(key(1, FIXED64)).double(event.seconds).uint32(key(2, VARINT)).int64(event.step)
  writer.uint32(key(5, BYTES)).fork().uint32(key(1, BYTES)).fork()
  writeValue(writer, event)
  return writer.ldelim().ldelim().finish()
}

/** Summary.Value: tag 1, simple_value 2, image 4, tensor 8, metadata 9. */
function writeValue(writer: protobuf.Writer, event: SummaryEvent): void {
  writer.uint32(key(1, BYTES)).string(event.tag)
  if ('scalar' in event) writer.uint32(key(2, FIXED32)).float(event.scalar)
  else if ('image' in event) {
    const { width, height, png } = event.image
    writer.uint32(key(4, BYTES)).fork()
    writer.uint32(key(1, VARINT)).int32(height).uint32(key(2, VARINT)).int32(width)
    writer.uint32(key(3, VARINT)).int32(COLOURSPACE_GREY).uint32(key(4, BYTES)).bytes(png).ldelim()
  } else {
    // TensorProto: dtype 1, tensor_shape 2 (none: a scalar), string_val 8.
    writer.uint32(key(8, BYTES)).fork().uint32(key(1, VARINT)).int32(DT_STRING)
    writer.uint32(key(2, BYTES)).fork().ldelim().uint32(key(8, BYTES)).string(event.text).ldelim()
    // SummaryMetadata: plugin_data 1, whose plugin_name is 1.
    writer
      .uint32(key(9, BYTES))
      .fork()
      .uint32(key(1, BYTES))
      .fork()
      .uint32(key(1, BYTES))
      .string('text')
      .ldelim()
      .ldelim()
  }
}
