import type { StepContext } from '../../changes/definition.js'
import type { Diagnosis, OperationRecord } from '../../core/operation.js'
import type { Ports } from '../operations.js'
import { diagnoseService } from './service-diagnosis.js'
import type { Release } from './service-release.js'
import { releaseSteps, type ReleaseStep } from './service-release-steps.js'

/** The steps of several releases, one service after the other. */
export function releasesSteps(releases: readonly Release[]): readonly ReleaseStep[] {
  return releases.flatMap((release) => releaseSteps(release, releases.length > 1))
}

/** Why the service at work failed. */
export async function diagnoseReleases(
  { ports, record, clock }: StepContext<unknown, Ports>,
  releases: readonly Release[],
): Promise<Diagnosis> {
  const service = serviceAtWork(record, releases)
  if (service === undefined) return { lines: [], causes: [] }
  return diagnoseService(ports, service, clock, record.startedAt)
}

/** The service whose step is being carried out: that of the first step not done. */
function serviceAtWork(
  record: OperationRecord,
  releases: readonly Release[],
): Release['service'] | undefined {
  const open = record.steps.find(
    ({ state }) => state === 'running' || state === 'waiting' || state === 'failed',
  )
  return (
    releases.find(({ service }) => open?.title.startsWith(`${service.name}: `))?.service ??
    releases[0]?.service
  )
}
