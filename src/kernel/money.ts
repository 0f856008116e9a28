/** Money is an integer number of euro cents; it becomes text only for people. */
export type Cents = number;

const euros = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' });

/** `123450` → `1 234,50 €`, with the no-break spaces of French typography. */
export const frenchEuros = (cents: Cents): string => euros.format(cents / 100);

/** The nearest cent of an amount in euros; what a binary fraction adds (0.1 + 0.2) is dropped. */
export const centsOf = (amount: number): Cents => Math.round(amount * 100);
