/** What the configuration says of settings that it does not take. */
import { ConfigRefused, readConfig } from '../src/config.js';

/** The lines by which a configuration is refused; none when it is taken. */
export function refusedLines(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigRefused) return error.lines;
    throw error;
  }
}
