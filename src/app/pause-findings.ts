import type { Logger } from 'pino'
import { AwsError } from '../aws/aws-error.js'
import type { Aws, AwsFor, EcsTaskDefinition, ServiceRevision } from '../aws/aws.js'
import { versionOf } from '../aws/image-name.js'
import type { History } from '../changes/history.js'
import { askCheck } from '../checks/ask-check.js'
import type { CheckPorts } from '../checks/check.js'
import type { Environment } from '../core/environment.js'
import type { Change, OperationRecord } from '../core/operation.js'
import { personOf } from '../core/caller.js'
import type { PauseRecord } from '../core/pause.js'
import { serviceLock } from '../core/service-lock.js'
import { difference } from '../operations/service/service-difference.js'
import { bringsTaskDefinition } from '../operations/service/brings-task-definition.js'
import type { PausePorts } from '../pauses/ports.js'

/** What is asked of a deployment that waits, and how its answer is called. */
const asked = [
  { title: 'Targets', check: 'target-health' },
  { title: 'Alarms', check: 'alarm-state' },
  { title: 'New errors', check: 'errors-since-deployment' },
] as const

/** ms one of them may take: somebody waits for it. */
const checkedWithin = 10_000
/** An operation waits for its approval so long at most before it begins its deployment (ms). */
const requestedWithin = 2 * 24 * 3_600_000

/** The store's and AWS's, ms: whoever asked for it may not decide, so more is taken for theirs than less. */
const clocksDiffer = 60_000

/** What ohmy finds out about a deployment that waits: what it brings, how it does, who asked for it. */
export function createPauseFindings(options: {
  readonly aws: AwsFor
  readonly environments: readonly Environment[]
  readonly history: Pick<History, 'list'>
  readonly checkPorts: CheckPorts
  readonly logger: Logger
}): Pick<PausePorts, 'begunBy' | 'changesOf' | 'checksOf'> {
  const { history, checkPorts, logger } = options

  function awsOf({ service }: PauseRecord): Aws | undefined {
    const found = options.environments.find(({ name }) => name === service.environment)
    return found === undefined ? undefined : options.aws(found)
  }

  /** From and to, as service revisions. */
  async function revisionsOf(aws: Aws, { deployment }: PauseRecord) {
    const [detail] = await aws.describeServiceDeployments([deployment])
    if (detail === undefined) return undefined
    const source = detail.sources[0]?.revision
    const revisions = await aws.describeRevisions([detail.target, ...(source === undefined ? [] : [source])])
    const named = (arn: string | undefined) => revisions.find((revision) => revision.arn === arn)
    return { createdAt: detail.createdAt, from: named(source), to: named(detail.target) }
  }

  return {
    async begunBy(record) {
      const aws = awsOf(record)
      if (aws === undefined) return undefined
      const found = await orNothing(revisionsOf(aws, record))
      if (found?.to === undefined) return 'unread'
      const { createdAt, to } = found
      const { operations } = await history.list({
        environments: [record.service.environment],
        services: [serviceLock(record.service)],
        ...{ since: createdAt - requestedWithin, until: createdAt + clocksDiffer, limit: 20 },
      })
      const taskDefinition = await orNothing(aws.describeTaskDefinition(to.taskDefinition))
      if (taskDefinition === undefined) return 'unread'
      const begun = operations.find(
        (operation) =>
          wasAtIt(operation, createdAt) &&
          bringsTaskDefinition(operation, record.service, {
            arn: to.taskDefinition,
            tags: taskDefinition.tags,
          }),
      )
      if (begun === undefined) return undefined
      const { behind } = begun.caller
      const by = personOf(begun.caller)
      return { operation: begun.id, by, ...(behind === undefined ? {} : { behind }) }
    },

    async changesOf(record) {
      const aws = awsOf(record)
      if (aws === undefined) return undefined
      return orNothing(
        revisionsOf(aws, record).then(async (found) => {
          if (found?.to === undefined) return undefined
          const { from, to } = found
          const definitionOf = async (one: ServiceRevision | undefined) =>
            one === undefined ? undefined : aws.describeTaskDefinition(one.taskDefinition)
          const [before, after] = await Promise.all([definitionOf(from), definitionOf(to)])
          return changesBetween({ revision: from, definition: before }, { revision: to, definition: after })
        }),
      )
    },

    checksOf: ({ service: { environment, name } }) =>
      Promise.all(
        asked.map(async ({ title, check }) => ({
          title,
          checked: await askCheck(check, { environment, service: name }, {}, checkPorts, checkedWithin).catch(
            (error: unknown) => {
              logger.error({ err: error, check }, 'A check of a deployment failed unexpectedly')
              return { result: 'unknown' as const, figure: 'it could not be asked' }
            },
          ),
        })),
      ),
  }
}

function wasAtIt({ startedAt, endedAt }: OperationRecord, createdAt: number): boolean {
  return (
    startedAt !== undefined && startedAt <= createdAt + clocksDiffer && (endedAt ?? createdAt) >= createdAt
  )
}

/** AWS's own trouble means that nobody can say now. */
async function orNothing<Value>(asking: Promise<Value>): Promise<Value | undefined> {
  try {
    return await asking
  } catch (error) {
    if (error instanceof AwsError) return undefined
    throw error
  }
}

interface Side {
  readonly revision: ServiceRevision | undefined
  readonly definition: EcsTaskDefinition | undefined
}

/** What the new one has that the old one has not; a tag that means another image now is told too. */
function changesBetween(from: Side, to: Side): readonly Change[] | undefined {
  if (to.definition === undefined) return undefined
  if (from.definition === undefined) {
    return to.definition.containers.map(({ name, image }) => ({
      what: `Image of ${name}`,
      from: 'none',
      to: versionOf(image),
    }))
  }
  return [...difference(from.definition, to.definition), ...pushedAgain(from.revision, to.revision)]
}

function pushedAgain(from: ServiceRevision | undefined, to: ServiceRevision | undefined): readonly Change[] {
  return (to?.images ?? []).flatMap(({ container, image, digest }) => {
    const before = from?.images.find((one) => one.container === container)
    if (
      before?.image !== image ||
      digest === undefined ||
      before.digest === undefined ||
      before.digest === digest
    )
      return []
    const short = (whole: string) => `${versionOf(image)} (${whole.replace('sha256:', '').slice(0, 12)})`
    return [{ what: `Image of ${container}`, from: short(before.digest), to: short(digest) }]
  })
}
