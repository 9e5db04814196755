import type {
  SuspendedState,
  TargetTrackingScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling'

export interface ScalableTargetRecord {
  readonly resourceId: string
  readonly arn: string
  readonly createdAt: number
  min: number
  max: number
  suspended: Required<{ [Key in keyof SuspendedState]: boolean }>
}

export interface ScalingPolicyRecord {
  readonly resourceId: string
  readonly arn: string
  readonly name: string
  readonly createdAt: number
  readonly configuration: TargetTrackingScalingPolicyConfiguration
  readonly alarmNames: string[]
}
