import type { EcsService, ServiceRevision } from '../aws/aws.js'

/**
 * The target groups that serve each current revision of a service, without those ECS does not know. After traffic was shifted DescribeServices goes
 * on naming the group that was configured first; the one in use stands in the revision:
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceRevisionLoadBalancer.html
 */
export function servingGroupsByRevision(
  service: Pick<EcsService, 'targetGroups' | 'currentServiceRevisions'>,
  revisions: readonly ServiceRevision[],
): readonly { readonly taskDefinition: string; readonly groups: readonly string[] }[] {
  // Without a load balancer there is nothing to ask, whatever a revision was made with.
  if (service.targetGroups.length === 0) return []
  return revisions
    .filter(({ arn }) => service.currentServiceRevisions.includes(arn))
    .map(({ taskDefinition, serving, settings }) => ({
      taskDefinition,
      groups: serving ?? settings?.targetGroups ?? service.targetGroups,
    }))
}

/** All target groups that serve a service; the configured ones where no revision is known. */
export function servingGroups(
  service: Pick<EcsService, 'targetGroups' | 'currentServiceRevisions'>,
  revisions: readonly ServiceRevision[],
): readonly string[] {
  const known = servingGroupsByRevision(service, revisions)
  if (known.length === 0) return service.targetGroups
  return [...new Set(known.flatMap(({ groups }) => groups))]
}
