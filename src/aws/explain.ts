import type { AwsError } from './aws-error.js'

/**
 * Why AWS did not answer, as one clause that follows "because" or a colon: no jargon, no internals, safe to show.
 * @param error what an `Aws` method threw
 */
export function explainAwsError(error: AwsError): string {
  if (isCredentials(error)) {
    return error.code.startsWith('Expired')
      ? 'the AWS credentials of ohmy have expired; whoever runs it must renew them'
      : 'ohmy has no valid AWS credentials; whoever runs it must provide them'
  }
  // It says when AWS is asked again.
  if (error.code === 'CircuitOpen') return error.message
  if (error.code === 'OwnCallRate') {
    return 'ohmy has more waiting for AWS than AWS takes at the moment; try again in a minute'
  }
  if (error.code === 'UnreadableAnswer') {
    return `${error.message}; something between ohmy and AWS may have answered; try again in a minute`
  }
  switch (error.kind) {
    case 'throttled':
      return 'AWS is asking for fewer calls at the moment; try again in a minute'
    case 'unavailable':
      return 'AWS could not be reached or is having trouble; try again in a minute'
    case 'unanswered':
      return 'AWS did not answer in time; try again in a minute'
    case 'denied':
      return `ohmy is not allowed to call ${error.action}; its IAM policy must grant it`
    case 'rejected':
      return rejected(error)
  }
}

function isCredentials(error: AwsError): boolean {
  return (
    error.kind === 'denied' &&
    /^(Expired|CredentialsProvider|TokenProvider|UnrecognizedClient|InvalidClientTokenId|MissingAuthentication|SignatureDoesNotMatch|IncompleteSignature|InvalidSignature)/.test(
      error.code,
    )
  )
}

function rejected(error: AwsError): string {
  if (error.code === 'ClusterNotFoundException')
    return 'the cluster does not exist in this account and region'
  return `AWS refused ${error.action} (${error.code})`
}
