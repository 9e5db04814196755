import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Audit } from '../audit/audit.js'
import type { CountUnsigned } from '../audit/unsigned-requests.js'
import type { AwsFor } from '../aws/aws.js'
import { namedServices } from '../aws/named-services.js'
import type { Config } from '../config/config.js'
import type { Place } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import type { Dispatch } from '../dispatch/dispatch.js'
import { refusalWords } from '../dispatch/recorded.js'
import { createDeploymentHooks } from '../hooks/deployments.js'
import { createOnce } from '../hooks/once.js'
import { createPagerDutyHook } from '../hooks/pager-duty.js'
import { createRequestDeployment } from '../hooks/request-deployment.js'
import type { Pages } from '../oncall/pages.js'
import type { Operations } from '../operations/operations.js'
import type { Metrics } from '../server/metrics.js'
import type { Route } from '../server/server.js'
import { createTakenOnce } from './taken-once.js'

/** Longer than PagerDuty tries (ms). */
const rememberPagerDutyFor = 50 * 3_600_000

/** What CI may ask for over HTTP, under the roles of the configured person; and what PagerDuty tells. */
export function createHooks(options: {
  readonly secrets: readonly string[]
  readonly config: Config
  readonly aws: AwsFor
  readonly redis: Redis
  readonly operations: Operations
  readonly dispatch: Dispatch
  readonly audit: Audit
  readonly countUnsigned: CountUnsigned
  /** What PagerDuty signs with; empty: nothing is taken from it. */
  readonly pagerDutySecrets: readonly string[]
  readonly pages: Pick<Pages, 'answeredInPagerDuty'>
  readonly metrics: Metrics
  /** Where the deployments are shown. */
  readonly place: Place
  readonly clock: Clock
  readonly logger: Logger
}): readonly Route[] {
  const { secrets, config, aws, redis, operations, dispatch, audit, countUnsigned, place, clock, logger } =
    options
  const user = config.ci?.user
  const nobody = { id: 'ci', name: 'CI', origin: 'hook' as const }
  const deployments = createDeploymentHooks({
    secrets,
    caller: user === undefined ? undefined : async () => ({ ...nobody, id: user, place }),
    once: createOnce(redis, () => clock.now()),
    requestDeployment: createRequestDeployment(
      config,
      (environment, ref, named) => namedServices(aws(environment), ref, named),
      operations,
    ),
    find: operations.find,
    append: audit.append,
    countUnsigned: (reason) => countUnsigned('hooks', reason),
    explain: async (error) =>
      refusalWords(await dispatch.attempt(() => Promise.reject(error as Error), nobody)),
    clock,
    logger,
  })
  const answers = createPagerDutyHook({
    secrets: options.pagerDutySecrets,
    once: createTakenOnce(redis, 'pagerduty', rememberPagerDutyFor),
    answered: options.pages.answeredInPagerDuty,
    countUnsigned: (reason) => countUnsigned('hooks', reason),
    count: (outcome) => options.metrics.pagerDutyEvents.inc({ outcome }),
    ...{ clock, logger },
  })
  return [...deployments, ...answers]
}
