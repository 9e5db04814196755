import type { Caller } from '../core/caller.js'
import type { Environment } from '../core/environment.js'
import type { Reply } from '../core/message.js'

/** What may be asked about the Terraform code. */
export interface TerraformCode {
  /** Begins a validation; its message is kept up to date. @param target `all`, a module, an environment @throws UserError where no tree is configured */
  validate(target: string, caller: Caller): Promise<Reply>
  /** Begins a plan; its message is kept up to date, and nothing is applied. @throws UserError where plans of it are not switched on */
  plan(environment: Environment, caller: Caller): Promise<Reply>
}
