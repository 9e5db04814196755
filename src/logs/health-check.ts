/** Who asks only whether the service is there. */
const prober = /\b(?:ELB-HealthChecker\/|kube-probe\/|Amazon-Route53-Health-Check|GoogleHC\/)/
/** `/api/v1/health`, `/healthz`, `/health/live`, `/-/ready`, Rails’ `/up`. */
const path =
  /^(?:https?:\/\/[^/]{1,200})?(?:\/(?:[\w.-]{1,60}\/){0,5}(?:health(?:z|check|-check|_check)?|ready|readyz|readiness|livez|liveness|ping|heartbeat)(?:\/[a-z]{1,12})?|\/up)\/?(?:\?.{0,200})?$/i

/** Whether a request only looked whether the service is there, and it was: nobody looks for these in a log. */
export function isGoodHealthCheck(
  asked: { readonly path: string; readonly status?: number | undefined },
  whole: string,
): boolean {
  if (asked.status === undefined || asked.status < 200 || asked.status > 399) return false
  return path.test(asked.path) || prober.test(whole.slice(0, 4_000))
}
