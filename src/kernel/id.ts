import { v7 } from 'uuid';

/** A new id: a time-ordered UUID made by the code, so that the engines do not differ and ids sort by age. */
export const newId = (): string => v7();
