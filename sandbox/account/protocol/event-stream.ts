import { crc32 } from 'node:zlib'

export const eventStreamType = 'application/vnd.amazon.eventstream'

/** One message of an event stream: an event, or an exception that ends it. */
export interface EventMessage {
  kind: 'event' | 'exception'
  /** The member of the stream's union, such as `sessionUpdate`. */
  name: string
  payload: object
}

/**
 * The framing AWS documents: lengths of the whole and of the headers, their CRC, headers, payload, CRC of all before.
 * Numbers are big-endian.
 */
export function writeEventMessage({ kind, name, payload }: EventMessage): Buffer {
  const headers = Buffer.concat([
    header(':message-type', kind),
    header(kind === 'event' ? ':event-type' : ':exception-type', name),
    header(':content-type', 'application/json'),
  ])
  const body = Buffer.from(JSON.stringify(payload))
  const length = 12 + headers.length + body.length + 4
  const prelude = Buffer.alloc(12)
  prelude.writeUInt32BE(length, 0)
  prelude.writeUInt32BE(headers.length, 4)
  prelude.writeUInt32BE(crc32(prelude.subarray(0, 8)), 8)
  const message = Buffer.concat([prelude, headers, body])
  const end = Buffer.alloc(4)
  end.writeUInt32BE(crc32(message), 0)
  return Buffer.concat([message, end])
}

/** The type of a header whose value is a text. */
const textType = 7

function header(name: string, value: string): Buffer {
  const length = Buffer.alloc(3)
  length.writeUInt8(textType, 0)
  length.writeUInt16BE(Buffer.byteLength(value), 1)
  return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), length, Buffer.from(value)])
}
