/** A PDF read back: what it says, as far as a program can tell. */

export interface Printed {
  pages: number;
  /** As drawn, letters in the order in which they are; signs that no font explains are U+FFFD. */
  text: string;
  /** The addresses it leads to. */
  links: string[];
  /** Images, forms, scripts or notes: what may hide or replace what is drawn. */
  extras: boolean;
}
