import { Readable, Transform, type TransformCallback, pipeline } from 'node:stream'
import type { NodeHttpHandler } from '@smithy/node-http-handler'

/** What goes along with one request: the SDK hands the options of a call on to its request handler as they are. */
export interface RequestOptions {
  readonly abortSignal: AbortSignal
  /** Told when the request is about to leave: before it, nothing can have happened in AWS. */
  readonly onSent?: () => void
  /** Gets the body of the answer as it came, for who needs what the SDK does not know. */
  readonly onBody?: (body: Uint8Array) => void
  /** AWS answers this call with nothing but its headers where all is well. */
  readonly mayBeEmpty?: boolean
  /** The SDK wants the body of this answer as a stream: the content of an object. It is read whole all the same. */
  readonly isContent?: boolean
  /** The answer is a stream of events, read while it comes. */
  readonly streams?: boolean
}

export interface AnswerLimits {
  /** Bytes of a body, or of one event of a stream. */
  readonly mostBytes: number
  /** ms from the headers of an answer to the end of its body. */
  readonly timeout: number
}

/** An answer that is none of AWS's, or that nobody can read. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer'
  readonly $response: Pick<Response, 'statusCode' | 'headers'>

  constructor(why: string, { statusCode, headers }: Pick<Response, 'statusCode' | 'headers'>) {
    super(why)
    this.$response = { statusCode, headers }
  }
}

type Response = Awaited<ReturnType<NodeHttpHandler['handle']>>['response']
type RequestHandler = Pick<
  NodeHttpHandler,
  'handle' | 'destroy' | 'metadata' | 'updateHttpClientConfig' | 'httpHandlerConfigs'
>

/**
 * Reads each answer whole before the SDK sees it, up to a limit: the SDK collects bodies without one, and an endless body took the process's memory.
 * What cannot be an answer of AWS is refused here, because the SDK takes an empty body for an answer without members.
 */
export function boundedRequestHandler(inner: NodeHttpHandler, limits: AnswerLimits): RequestHandler {
  return {
    metadata: inner.metadata,
    updateHttpClientConfig: (key, value) => inner.updateHttpClientConfig(key, value),
    httpHandlerConfigs: () => inner.httpHandlerConfigs(),
    destroy: () => inner.destroy(),
    async handle(request, options = {}) {
      const { onSent, onBody, streams, isContent, mayBeEmpty = false } = options as Partial<RequestOptions>
      onSent?.()
      const { response } = await inner.handle(request, options)
      const isGood = response.statusCode < 300
      if (streams === true && isGood) {
        response.body = boundedEvents(response, limits.mostBytes)
        return { response }
      }
      const body = await readWhole(response, limits)
      const isEmpty = mayBeEmpty && isGood && body.length === 0 && isNamed(response.headers)
      if (!isEmpty) refuseStrangers(response, body)
      onBody?.(body)
      response.body = isContent === true && isGood ? Readable.from([body]) : body
      return { response }
    },
  }
}

/** S3 calls it otherwise. */
function isNamed(headers: Response['headers']): boolean {
  return 'x-amzn-requestid' in headers || 'x-amz-request-id' in headers
}

async function readWhole(response: Response, { mostBytes, timeout }: AnswerLimits): Promise<Uint8Array> {
  const stream = response.body as Readable
  const late = setTimeout(() => stream.destroy(tooSlow(timeout)), timeout)
  try {
    const announced = Number(response.headers['content-length'] ?? 0)
    const chunks: Uint8Array[] = []
    let size = 0
    if (announced > mostBytes) throw tooLarge(mostBytes, response)
    // Leaving the loop early closes the connection.
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      size += chunk.length
      if (size > mostBytes) throw tooLarge(mostBytes, response)
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  } finally {
    clearTimeout(late)
    stream.destroy()
  }
}

/** A portal or proxy may answer 200 with a page of its own; AWS answers none of our calls without a body, nor refuses one so. */
function refuseStrangers(response: Response, body: Uint8Array): void {
  if (body.length === 0) throw new UnreadableAnswer('the answer has no body', response)
  const beginning = Buffer.from(body.subarray(0, 500)).toString('utf8')
  const isPage = /^\s*text\/html\b/i.test(response.headers['content-type'] ?? '')
  // The parser of XML reads a page as an answer without members, also one that begins with a declaration or a comment.
  if (isPage || /^\s*<(?:[^>]*>\s*<){0,5}(?:!doctype\s+html|html|head|body)\b/i.test(beginning)) {
    throw new UnreadableAnswer('the answer is a page', response)
  }
}

/**
 * Events of a stream are framed by their length, which the SDK believes:
 * https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html#streaming-event-stream
 */
function boundedEvents(response: Response, mostBytes: number): Readable {
  let left = 0
  let head = Buffer.alloc(0)

  function check(chunk: Buffer): void {
    let offset = 0
    while (offset < chunk.length) {
      if (left === 0) {
        const wanted = 4 - head.length
        head = Buffer.concat([head, chunk.subarray(offset, offset + wanted)])
        offset += wanted
        if (head.length < 4) return
        const length = head.readUInt32BE()
        head = Buffer.alloc(0)
        // The shortest event is two lengths and two checksums.
        if (length < 16) throw new UnreadableAnswer('the answer is no stream of events', response)
        if (length > mostBytes) throw tooLarge(mostBytes, response)
        left = length - 4
      }
      const taken = Math.min(left, chunk.length - offset)
      offset += taken
      left -= taken
    }
  }

  const checked = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      try {
        check(chunk)
        done(null, chunk)
      } catch (error) {
        done(error as Error)
      }
    },
  })
  // What went wrong is told by the stream itself.
  return pipeline(response.body as Readable, checked, () => undefined)
}

function tooLarge(mostBytes: number, response: Response): Error {
  return new UnreadableAnswer(`the answer is larger than ${mostBytes} bytes`, response)
}

function tooSlow(timeout: number): Error {
  return Object.assign(new Error(`the body did not end within ${timeout} ms`), { name: 'TimeoutError' })
}
