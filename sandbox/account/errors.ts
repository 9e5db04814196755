/** An error of the simulated account, in AWS's words. The protocols give it its shape on the wire. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    /** Where the service's model calls the error otherwise than its Query protocol did, and what it carries besides its message. */
    readonly modelled: { readonly name?: string; readonly members?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message)
    this.name = 'AwsError'
  }
}

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', message)
}

export function clientException(message: string): AwsError {
  return new AwsError('ClientException', message)
}
