/** The hours AWS's own calculator takes a month for. */
export const hoursAMonth = 730
