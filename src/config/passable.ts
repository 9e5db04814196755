/** Whether a variable of ohmy's own process may be given to a plan of Terraform: never ohmy's own secrets, nor what changes how the tool runs (`TF_CLI_ARGS`). */
export function isPassable(name: string): boolean {
  return /^(?:AWS_[A-Z0-9_]+|TF_VAR_[A-Za-z_][\w-]*)$/.test(name)
}
