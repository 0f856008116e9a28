/** How Node runs what the tests start. */

/** Most of it runs a few times: what Node compiles for later is a tenth to a fifth of the processor's time. */
export const LESS_COMPILED = '--interrupt-budget=400000';
