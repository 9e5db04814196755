import { AwsError } from '../../aws/aws-error.js'
import type { Aws, ServiceDeploymentDetail } from '../../aws/aws.js'
import type { ReleaseContext } from './service-release.js'
import { rolloutState } from './service-rollout.js'

/** Tells ECS to go back from a running deployment; false: it runs no longer, so there is nothing to stop. */
export async function abandon(
  context: ReleaseContext,
  aws: Aws,
  { arn, pausedAt }: Pick<ServiceDeploymentDetail, 'arn' | 'pausedAt'>,
): Promise<boolean> {
  await context.fence()
  try {
    const { requestId } =
      pausedAt === undefined
        ? await aws.stopServiceDeployment(arn)
        : await aws.answerPause(arn, pausedAt.hook, 'ROLLBACK')
    await context.changed(requestId)
    return true
  } catch (error) {
    if (!(error instanceof AwsError) || error.kind !== 'rejected') throw error
    if (ended.includes(error.code)) return false
    // ECS has one name for a hook that was answered meanwhile, a deployment that has ended, and a mistake of ours.
    if (error.code !== 'InvalidParameterException') throw error
    const [now] = await aws.describeServiceDeployments([arn])
    if (now === undefined || rolloutState(now) !== 'running') return false
    if (now.pausedAt?.hook === pausedAt?.hook) throw error
    return abandon(context, aws, now)
  }
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopServiceDeployment.html */
const ended: readonly string[] = ['ConflictException', 'ServiceDeploymentNotFoundException']
