/** A Jest reporter that leaves the counts of a run where the test command reads them. */
import { writeFileSync } from 'node:fs';

/** What Jest counts, as far as a total goes. */
export interface Counts {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numRuntimeErrorTestSuites: number;
}

export default class Report {
  onRunComplete(_contexts: unknown, counts: Counts): void {
    const path = process.env['TEST_REPORT'];
    if (path) writeFileSync(path, JSON.stringify(counts));
  }
}
