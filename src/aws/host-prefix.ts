import type { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'

/**
 * StartLiveTail goes to `stream-<host>`. AWS has that host, any other endpoint (a proxy, a VPC endpoint, a test) does not. Which of them a request
 * goes to is decided by what the client resolved for it: environment, shared file and AWS_IGNORE_CONFIGURED_ENDPOINT_URLS are the SDK's to read.
 */
export function prefixOnlyHostsOfAws(logs: CloudWatchLogs): void {
  logs.middlewareStack.add(
    (next, context) => async (args) => {
      const resolved = context.endpointV2?.url.hostname
      const request = args.request as { hostname?: string }
      if (resolved !== undefined && request.hostname !== resolved && resolved !== (await hostOfAws(logs))) {
        request.hostname = resolved
      }
      return next(args)
    },
    // After the SDK has put the prefix in front, before it writes the header `host` and signs.
    { name: 'prefixOnlyHostsOfAws', step: 'build', priority: 'high' },
  )
}

/** Where the client would go if nobody had configured an endpoint. */
async function hostOfAws({ config }: CloudWatchLogs): Promise<string> {
  const [Region, UseFIPS, UseDualStack] = await Promise.all([
    config.region(),
    config.useFipsEndpoint(),
    config.useDualstackEndpoint(),
  ])
  return config.endpointProvider({ Region, UseFIPS, UseDualStack }).url.hostname
}
