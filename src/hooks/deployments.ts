import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { AuditEntry } from '../core/audit-record.js'
import type { Caller } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import type { OperationRecord } from '../core/operation.js'
import type { Route } from '../server/server.js'
import { readHookBody } from './body.js'
import { notesOf, readDeployment } from './deployment-request.js'
import { deploymentState, deploymentsPath } from './deployment-state.js'
import { type Once, operationIdFor } from './once.js'
import { type HookAnswer, HookRefusal, refusalAnswer, sendAnswer } from './refusal.js'
import { createRefusalRecord } from './refusal-record.js'
import { checkSignature, header } from './signature.js'

/** A deployment that CI asks for, checked as far as its form goes. */
export interface WantedDeployment {
  readonly environment: string
  readonly services: readonly string[]
  readonly tag: string
  readonly container?: string
  readonly reason: string
  /** The change summary: untrusted lines. */
  readonly notes: readonly string[]
  /** The operation's id. */
  readonly id: string
}

export interface DeploymentHookOptions {
  /** Empty: the routes answer 404. */
  readonly secrets: readonly string[]
  /** Whose roles count; undefined: the routes answer 404. Never rejects. */
  readonly caller: (() => Promise<Caller>) | undefined
  readonly once: Once
  /** @throws UserError when it is refused; then nothing was started */
  readonly requestDeployment: (wanted: WantedDeployment, caller: Caller) => Promise<{ operation: string }>
  readonly find: (id: string) => Promise<OperationRecord | undefined>
  readonly append: (entry: AuditEntry, once: string) => Promise<void>
  /** Counts a refusal of a request whose signature is not known to be genuine. */
  readonly countUnsigned: (reason: string) => void
  /** An error in words, with a stable code; what is unexpected is logged under an id. */
  readonly explain: (error: unknown) => Promise<{ code: string; what: string; next: string }>
  readonly clock: Clock
  readonly logger: Logger
}

/** Called once it is sure that whoever sent the request knows a secret. */
type Entered = (signature: string) => void

/** Deployments from CI: `POST /hooks/deployments` asks for one, `GET /hooks/deployments/<id>` tells how it stands. */
export function createDeploymentHooks(options: DeploymentHookOptions): readonly Route[] {
  const recordRefusal = createRefusalRecord(options)

  const answering =
    (
      work: (
        request: IncomingMessage,
        callerOf: () => Promise<Caller>,
        entered: Entered,
      ) => Promise<HookAnswer>,
    ) =>
    async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      let signed: string | undefined
      const said = `${request.method} ${pathOf(request)}`
      try {
        if (options.secrets.length === 0 || options.caller === undefined) throw off()
        const answer = await work(request, options.caller, (signature) => {
          signed = nameOfSignature(signature)
        })
        if (answer.status >= 400) await recordRefusal({ said, refusal: answeredRefusal(answer), signed })
        sendAnswer(response, answer)
      } catch (error) {
        const refusal = await refusalOf(error, options)
        await recordRefusal({ said, refusal, signed })
        sendAnswer(response, refusalAnswer(refusal))
      }
    }

  return [
    {
      method: 'POST',
      path: deploymentsPath,
      handle: answering(async (request, callerOf, entered) => {
        const body = await readHookBody(request, {
          shorter: 'Shorten the list of changes and send a link instead.',
        })
        const signature = checkSignature(request, body, options.secrets, options.clock.now())
        entered(signature)
        const key = idempotencyKey(request)
        await options.once.bind(signature, key)
        const wanted = readDeployment(body)
        return options.once.run(
          key,
          body,
          () => start(wanted, key, callerOf, options),
          ({ status }) => status === 202 || status === 422,
        )
      }),
    },
    {
      method: 'GET',
      path: `${deploymentsPath}/*`,
      handle: answering(async (request, _, entered) => {
        const path = pathOf(request)
        entered(checkSignature(request, `GET ${path}`, options.secrets, options.clock.now()))
        const record = await options.find(path.slice(deploymentsPath.length + 1))
        if (record?.caller.origin === 'hook') return { status: 200, content: deploymentState(record) }
        const what = 'CI has asked for no deployment with this id.'
        throw new HookRefusal(404, 'deployment-not-found', what, 'Use the url of the answer to your request.')
      }),
    },
  ]
}

/** An operation that is there already was recorded before a crash, or by an earlier request under the same key. */
async function start(
  body: ReturnType<typeof readDeployment>,
  key: string,
  callerOf: () => Promise<Caller>,
  options: DeploymentHookOptions,
): Promise<HookAnswer> {
  try {
    const id = operationIdFor(key)
    if ((await options.find(id)) === undefined) {
      const { environment, services, tag, container } = body
      const reason = `CI asks for ${tag}`
      const named = container === undefined ? {} : { container }
      const wanted = { environment, services, tag, ...named, reason, notes: notesOf(body), id }
      await options.requestDeployment(wanted, await callerOf())
    }
    const record = await options.find(id)
    if (record === undefined) throw new Error(`${id} was recorded and is not there`)
    const { state, summary, url } = deploymentState(record)
    return { status: 202, content: { id, state, summary, url } }
  } catch (error) {
    const refusal = await refusalOf(error, options)
    // What may have been recorded all the same keeps its claim until it is asked for again.
    if (refusal.status >= 500) throw refusal
    return refusalAnswer(refusal)
  }
}

/** Refusals that another time may not meet: something is in the way. */
const inTheWay = new Set([
  'locked',
  'locked-by-person',
  'frozen',
  'outside-maintenance-window',
  'deployment-running',
  'moved-since',
  'not-proven',
  'preflight-failed',
  'image-archived',
])
const away = new Set(['roles-unreadable', 'audit-broken'])

async function refusalOf(error: unknown, options: DeploymentHookOptions): Promise<HookRefusal> {
  if (error instanceof HookRefusal) return error
  const { code, what, next } = await options.explain(error)
  return new HookRefusal(statusOf(code), code, what, next)
}

function statusOf(code: string): HookRefusal['status'] {
  if (code === 'internal-error') return 500
  if (away.has(code) || code.startsWith('aws-') || code.startsWith('store-')) return 503
  return inTheWay.has(code) ? 409 : 422
}

function answeredRefusal({ status, content }: HookAnswer): HookRefusal {
  const { error, what, next } = content as { error: string; what: string; next: string }
  return new HookRefusal(status as HookRefusal['status'], error, what, next)
}

function idempotencyKey(request: IncomingMessage): string {
  const key = header(request, 'idempotency-key')
  if (key !== undefined && /^[\x21-\x7e]{8,200}$/.test(key)) return key
  const what =
    'The header Idempotency-Key is missing, or is not 8 to 200 printable characters without blanks.'
  throw new HookRefusal(400, 'idempotency-key-missing', what, 'Use the id of the CI run and its attempt.')
}

function nameOfSignature(signature: string): string {
  return createHash('sha256').update(signature).digest('hex')
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?')[0] ?? ''
}

function off(): HookRefusal {
  const what = 'Deployments from CI are not set up.'
  return new HookRefusal(
    404,
    'hooks-off',
    what,
    'Set OHMY_HOOK_SECRET, and ci.user in ohmy.yaml: docs/ci.md.',
  )
}
