/** All migrations, in order. A migration that ran somewhere is frozen. */
import { Foundation1763900000000 } from './1763900000000-foundation.js';

export const migrations = [Foundation1763900000000];
