import { type RecordedCalls, recordedCalls } from './calls.js'
import { declaredCalls } from './declared-calls.js'
import { eventQueue } from './eventbridge/send-event.js'
import { reconcile } from './ecs/scheduler.js'
import { createFaults, type Faults } from './faults.js'
import { ohMyCoins } from './seed/environments.js'
import type { EnvironmentSeed } from './seed/model.js'
import { plantUsage } from './seed/metrics.js'
import { plantEnvironment } from './seed/plant.js'
import { plantStates } from './seed/states-and-secrets.js'
import { startServer } from './server.js'
import { createWitness } from './sdk-shapes/witness.js'
import { createQueue } from './sqs/model.js'
import { type TimeSource, worldTime } from './time.js'
import { createWorld } from './world.js'
import { worldControl } from './control.js'
import { type TroublesControl, troublesControl } from './troubles/troubles.js'
import type { WorldControl } from './control-contract.js'

export interface AccountOptions {
  /** The account's clock; the system's unless told otherwise. */
  clock?: TimeSource
  /** How many times faster than in AWS things happen; 1 unless told otherwise. Timestamps stay those of the clock. */
  speed?: number
  /** 0, any free port, unless told otherwise. */
  port?: number
  /** What there is at the start; the two environments of Oh My Coins unless told otherwise. */
  environments?: EnvironmentSeed[]
  /** Milliseconds of real time every call takes at least; 0 unless told otherwise. */
  latency?: number
  /** Makes ids and metrics different; the same seed gives the same ones. */
  seed?: string
  /**
   * Whether requests and answers are held against the AWS SDK's own schemas. They are, unless told otherwise: what was found is written to
   * stderr, and `stop` rejects with it.
   */
  witness?: boolean
  /** Names by which IAM knows what the bot says it calls. When given, `stop` rejects where it has called others. */
  declared?: readonly string[]
}

/** A running simulated AWS account. */
export interface Account {
  /** The value for AWS_ENDPOINT_URL. */
  readonly url: string
  readonly faults: Faults
  readonly calls: RecordedCalls
  readonly world: WorldControl
  /** What goes wrong in it on a game day. */
  readonly troubles: TroublesControl
  /** Lets `duration` (milliseconds at speed 1) pass at once. */
  advance(duration: number): void
  /** Changes how many milliseconds of real time every call takes at least. */
  setLatency(milliseconds: number): void
  stop(): Promise<void>
}

/** Starts the account on 127.0.0.1. Rejects when the port is taken. */
export async function startAccount(options: AccountOptions = {}): Promise<Account> {
  const time = worldTime(options.clock ?? { now: () => Date.now() }, options.speed ?? 1)
  const world = createWorld(time, options.seed ?? 'ohmy', reconcile)
  for (const environment of options.environments ?? ohMyCoins()) plantEnvironment(world, environment)
  plantStates(world)
  plantUsage(world)
  // What the seed tells of the past is no news.
  world.queues.set(`${eventQueue}-dead`, createQueue(`${eventQueue}-dead`))
  world.queues.set(eventQueue, createQueue(eventQueue, { to: `${eventQueue}-dead`, maxReceiveCount: 5 }))
  const calls = recordedCalls()
  const declared = options.declared === undefined ? undefined : declaredCalls(options.declared)
  const faults = createFaults()
  let latency = options.latency ?? 0
  const witness = options.witness === false ? undefined : createWitness(tellDifference)
  const { server, url } = await startServer(
    {
      world,
      calls,
      faults,
      latency: () => latency,
      ...(witness === undefined ? {} : { witness }),
      ...(declared === undefined ? {} : { declared }),
    },
    options.port ?? 0,
  )
  const control = worldControl(world)
  return {
    url,
    faults,
    calls,
    world: control,
    troubles: troublesControl({ world, control, faults }),
    advance: (duration) => time.advance(duration),
    setLatency(milliseconds) {
      latency = milliseconds
    },
    async stop() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        // Hung calls and kept connections would keep it open for ever.
        server.closeAllConnections()
      })
      const found = witness?.found() ?? []
      const undeclared = declared?.undeclared() ?? []
      if (undeclared.length > 0) throw new Error(`Called by ohmy and not declared: ${undeclared.join(', ')}`)
      if (found.length > 0) throw new Error(`Not as the AWS SDK's schemas have it:\n${found.join('\n')}`)
    },
  }
}

function tellDifference(finding: string): void {
  process.stderr.write(`The simulated account is not as the AWS SDK has it: ${finding}\n`)
}
