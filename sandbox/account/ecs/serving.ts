import type { LoadBalancer, ServiceRevisionLoadBalancer } from '@aws-sdk/client-ecs'
import type { RevisionRecord, ServiceRecord } from './model.js'
import { shiftsTraffic } from './strategy.js'

/**
 * The target groups a new revision's tasks are registered in. Where the service has two groups and shifts traffic, it is the one that the revision
 * before does not use: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceRevisionLoadBalancer.html
 */
export function resolveLoadBalancers(service: ServiceRecord): ServiceRevisionLoadBalancer[] {
  const before = (service.lastCompleted ?? service.deployments[0])?.revision
  return service.loadBalancers.map((loadBalancer) => {
    const { targetGroupArn, advancedConfiguration: advanced } = loadBalancer
    const alternate = advanced?.alternateTargetGroupArn
    if (alternate === undefined) return { targetGroupArn }
    const used = before?.serving.find((serving) =>
      [targetGroupArn, alternate].includes(serving.targetGroupArn),
    )?.targetGroupArn
    const shifts = used !== undefined && shiftsTraffic(service.deploymentConfiguration)
    const unused = used === alternate ? targetGroupArn : alternate
    return {
      targetGroupArn: shifts ? unused : (used ?? targetGroupArn),
      productionListenerRule: advanced?.productionListenerRule,
    }
  })
}

/** Whether the tasks of a revision are registered in a target group. */
export function isServedBy(revision: RevisionRecord, targetGroup: string): boolean {
  return revision.serving.some(({ targetGroupArn }) => targetGroupArn === targetGroup)
}

/** Gives a service other load balancers, as if its tasks had been registered there from the beginning. */
export function replaceLoadBalancers(service: ServiceRecord, loadBalancers: LoadBalancer[]): void {
  service.loadBalancers = loadBalancers
  const serving = loadBalancers.map(({ targetGroupArn }) => ({ targetGroupArn }))
  for (const { revision } of service.deployments) revision.serving.splice(0, Infinity, ...serving)
}
