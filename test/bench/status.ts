import type { Bench } from './figure.js'
export const status: Bench = async () => []
