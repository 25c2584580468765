/** One step forward of the schema. A published migration is never edited; the next one corrects it. */
export interface Migration {
  /** Counts from 1 without gaps; kept in SQLite's `user_version`. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}
