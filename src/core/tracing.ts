import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'

/** How a piece of work is called in traces. Names and attributes come from closed sets and ids: no text of a person, no secret. */
export interface SpanWords {
  readonly name: string
  /** `server`: it was asked for from outside; `client`: it asks somebody outside; `consumer`: it was handed over. Absent: it stays inside. */
  readonly kind?: 'server' | 'client' | 'consumer'
  readonly attributes?: Attributes
  /** Stands beside the id in every line of the log that is written meanwhile. */
  readonly logged?: Readonly<Record<string, string>>
}

export type Attributes = Readonly<Record<string, string | number | boolean>>

export interface Span {
  /** For what is only known later: a verb. */
  rename(name: string): void
  set(attributes: Attributes): void
  /** @param why a word of a closed set */
  fail(why: string): void
}

/** A place in a trace, as in https://www.w3.org/TR/trace-context/#traceparent-header. */
export interface TracePoint {
  readonly traceId: string
  readonly spanId: string
  readonly sampled: boolean
}

/** Where spans are kept; without one there are ids in the log and nothing else. */
export interface SpanKeeper {
  /** @param parent absent: the first of its trace, which is called `traceId` then */
  begin(words: SpanWords, from: { readonly parent?: TracePoint; readonly link?: TracePoint }): KeptSpan
}

export interface KeptSpan extends Span {
  readonly point: TracePoint
  link(to: TracePoint): void
  end(): void
}

/** Ids that go with a piece of work wherever it goes: through the process by themselves, into another one with what is kept. */
export interface Tracing {
  /** Work that belongs to what runs now; where nothing does, it is the first of a trace. */
  span<T>(words: SpanWords, work: (span: Span) => Promise<T>): Promise<T>
  /** Work that belongs to what was begun in another process, or long ago. @param carried as `carried()` gave it; empty: as `span` */
  resume<T>(carried: string, words: SpanWords, work: (span: Span) => Promise<T>): Promise<T>
  /** For who carries the work on later; empty: nothing runs now. */
  carried(): string
  /** What runs now has to do with that, and belongs to something else. */
  relate(carried: string): void
  /** For the log. */
  fields(): Readonly<Record<string, string>>
}

interface Running {
  /** What the log says: that of the beginning, however long ago. */
  readonly id: string
  readonly point: TracePoint
  readonly kept: KeptSpan | undefined
  readonly logged: Readonly<Record<string, string>>
}

/** What lasts longer than this is no longer one trace: nobody can look at a thousand looks. Each then has one of its own, with a link (ms). */
const oneTraceFor = 3_600_000
const silent: Span = { rename: () => undefined, set: () => undefined, fail: () => undefined }

/** Follows work through this process. @param keeper absent: spans are nobody's */
export function createTracing(keeper?: SpanKeeper, now: () => number = Date.now): Tracing {
  const running = new AsyncLocalStorage<Running>()

  function begin<T>(
    words: SpanWords,
    from: { readonly parent?: TracePoint; readonly link?: TracePoint; readonly id?: string },
    work: (span: Span) => Promise<T>,
  ): Promise<T> {
    const kept = keeper?.begin(words, from)
    const point = kept?.point ?? from.parent ?? newPoint()
    const logged = { ...running.getStore()?.logged, ...words.logged }
    let failed = false
    const fail = (why: string) => {
      failed = true
      kept?.fail(why)
    }
    const span = kept === undefined ? silent : { rename: kept.rename, set: kept.set, fail }
    const done = running.run({ id: from.id ?? point.traceId, point, kept, logged }, () => work(span))
    if (kept === undefined) return done
    return done
      .catch((error: unknown) => {
        // What it said of itself tells more than the error's class.
        if (!failed) fail(error instanceof Error ? error.name : 'Error')
        throw error
      })
      .finally(() => kept.end())
  }

  const span: Tracing['span'] = (words, work) => {
    const around = running.getStore()
    if (around === undefined) return begin(words, {}, work)
    if (keeper === undefined && words.logged === undefined) return work(silent)
    return begin(words, { parent: around.point, id: around.id }, work)
  }

  return {
    span,
    resume(carried, words, work) {
      const from = readCarried(carried)
      if (from === undefined) return span(words, work)
      const { id, point, at } = from
      if (now() - at < oneTraceFor) return begin(words, { parent: point, id }, work)
      const attributes = { ...words.attributes, 'ohmy.trace_id': id }
      return begin({ ...words, attributes }, { link: point, id }, work)
    },
    carried() {
      const around = running.getStore()
      if (around === undefined) return ''
      const { traceId, spanId, sampled } = around.point
      return `00-${traceId}-${spanId}-0${sampled ? 1 : 0} ${around.id} ${now()}`
    },
    relate(carried) {
      const around = running.getStore()
      const from = readCarried(carried)
      if (from !== undefined && from.point.traceId !== around?.point.traceId) around?.kept?.link(from.point)
    },
    fields() {
      const around = running.getStore()
      return around === undefined ? {} : { trace_id: around.id, ...around.logged }
    },
  }
}

/** Follows nothing: for parts that stand alone. */
export const untraced: Tracing = {
  span: (_, work) => work(silent),
  resume: (_, __, work) => work(silent),
  carried: () => '',
  relate: () => undefined,
  fields: () => ({}),
}

function newPoint(): TracePoint {
  return { traceId: randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex'), sampled: false }
}

function readCarried(text: string) {
  const read = /^00-([0-9a-f]{32})-([0-9a-f]{16})-0([01]) ([0-9a-f]{32}) (\d+)$/.exec(text)
  if (read === null) return undefined
  const [, traceId = '', spanId = '', flag, id = '', at] = read
  return { id, at: Number(at), point: { traceId, spanId, sampled: flag === '1' } }
}
