/** A generated file: its path from the top of the repository, and its text. */
export interface GeneratedDocument {
  readonly path: string;
  readonly content: string;
}
