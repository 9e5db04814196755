import type { ServiceRef } from '../../core/environment.js'
import type { ListedRevision, ServiceRevisions } from '../../core/service-revisions.js'
import type { Ports } from '../operations.js'
import { awsOf } from '../service/service-environment.js'
import { readPast } from '../service/service-past.js'
import { listRevisions } from './list-revisions.js'

/** The newest that are listed: each may cost a call. */
const mostListed = 10

/**
 * What a service ran, when, how each deployment ended, who brought it and whether a rollback would trust it.
 * @param now ms since the epoch @throws AwsError, UserError
 */
export async function readRevisions(ports: Ports, ref: ServiceRef, now: number): Promise<ServiceRevisions> {
  const service = await awsOf(ports, ref).describeService(ref)
  const past = await readPast(ports, service, now)
  const facts = { ...past, ref, environment: ref.environment, service, active: [] }
  const listed = listRevisions(facts, mostListed)
  return {
    environment: ref.environment,
    service: ref.name,
    at: now,
    revisions: await Promise.all(listed.map((revision) => withRegistrar(ports, ref, revision))),
    more: past.history.length - listed.length,
  }
}

/** Where ohmy's own record does not say who, AWS says at least who registered it. */
async function withRegistrar(
  ports: Ports,
  ref: ServiceRef,
  revision: ListedRevision,
): Promise<ListedRevision> {
  // Express Mode services may name none.
  if (revision.by !== undefined || revision.taskDefinition === '') return revision
  const described = await awsOf(ports, ref).describeTaskDefinition(revision.taskDefinition, { content: true })
  const registeredBy = described?.registeredBy?.split('/').at(-1)
  return registeredBy === undefined ? revision : { ...revision, registeredBy }
}
