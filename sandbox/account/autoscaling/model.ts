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

/** A time that the count of a service was moved. */
export interface ScalingActivityRecord {
  readonly resourceId: string
  readonly id: string
  readonly at: number
  readonly from: number
  readonly to: number
  readonly cause: string
}

export interface ScalingPolicyRecord {
  readonly resourceId: string
  readonly arn: string
  readonly name: string
  readonly createdAt: number
  readonly configuration: TargetTrackingScalingPolicyConfiguration
  readonly alarmNames: string[]
}
