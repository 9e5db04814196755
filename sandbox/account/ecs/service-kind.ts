import type { ServiceRevision } from '@aws-sdk/client-ecs'

/** What a service may be besides a plain one on Fargate, from its next revision on. */
export interface ServiceKind
  extends Pick<
    ServiceRevision,
    | 'capacityProviderStrategy'
    | 'serviceConnectConfiguration'
    | 'serviceRegistries'
    | 'vpcLatticeConfigurations'
    | 'gatewayConnectors'
    | 'volumeConfigurations'
  > {
  /** ECS keeps it itself: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/express-service-overview.html */
  readonly isExpress?: boolean
  /** One task on each instance. */
  readonly isDaemon?: boolean
}
