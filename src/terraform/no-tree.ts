import { UserError } from '../core/user-error.js'

/** Nobody said where the tree is. */
export function noTree(): UserError {
  return new UserError(
    'terraform-unconfigured',
    'ohmy.yaml names no Terraform tree.',
    'Set terraform.folder to the folder in which it is mounted or checked out.',
  )
}
