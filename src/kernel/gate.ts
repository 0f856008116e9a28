/**
 * One at a time, in order of arrival. SQLite has one writer per process, and
 * TypeORM one connection: without this, two transactions would nest and the
 * rollback of one would undo the other.
 */
export class Gate {
  private tail: Promise<unknown> = Promise.resolve();

  pass<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.tail.then(work, work);
    this.tail = turn.catch(() => undefined);
    return turn;
  }
}
