import type { Database } from '../aws/aws.js'
import { UserError } from '../core/user-error.js'
import type { CheckPorts, Subject } from './check.js'
import { awsOf } from './subject.js'

/** The database of an environment. @throws UserError `database-unconfigured`, `database-missing` */
export async function configuredDatabase(
  subject: Subject,
  ports: CheckPorts,
): Promise<Database & { readonly id: string }> {
  const { name, database: id } = subject.environment
  if (id === undefined) {
    const what = `ohmy.yaml names no database of ${name}.`
    throw new UserError('database-unconfigured', what, `Set environments.${name}.database.`)
  }
  const found = await awsOf(subject, ports).describeDatabase(id)
  if (found !== undefined) return { ...found, id }
  throw new UserError('database-missing', `There is no database ${id}.`, 'Check its name in ohmy.yaml.')
}
