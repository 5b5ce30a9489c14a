import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Json, JsonObject, Row } from "./json";

interface State {
  tables: Record<string, Row[]>;
  counters: Record<string, number>;
}

/**
 * Every object of the stand-in by table; a table's order is that of a database heap,
 * where an update moves the row to the end.
 */
export class Store {
  private state: State = { tables: {}, counters: {} };
  private dirty = false;

  constructor(private readonly file?: string) {}

  /**
   * Reads the state file and tells whether there was one.
   *
   * @throws when the file is not a state written by the stand-in.
   */
  load(): boolean {
    if (!this.file || !existsSync(this.file)) return false;
    try {
      this.state = JSON.parse(readFileSync(this.file, "utf8")) as State;
      if (!this.state.tables || !this.state.counters) throw new Error("no tables");
    } catch (error) {
      throw new Error(
        `state file ${this.file} is not one written by the stand-in (${(error as Error).message}); delete it to start afresh`,
      );
    }
    return true;
  }

  /** Writes the state file if there is one and something changed. */
  save(): void {
    if (!this.file || !this.dirty) return;
    const temporary = `${this.file}.${process.pid}.tmp`;
    writeFileSync(temporary, JSON.stringify(this.state), { mode: 0o600 });
    renameSync(temporary, this.file);
    this.dirty = false;
  }

  rows(table: string): Row[] {
    this.state.tables[table] ??= [];
    return this.state.tables[table];
  }

  get(table: string, pk: Json): Row | undefined {
    return pk === null || pk === undefined ? undefined : this.find(table, (row) => row.pk === pk);
  }

  find(table: string, matches: (row: Row) => boolean): Row | undefined {
    return this.rows(table).find(matches);
  }

  filter(table: string, matches: (row: Row) => boolean): Row[] {
    return this.rows(table).filter(matches);
  }

  nextNumber(table: string, first = 1): number {
    const number = this.state.counters[table] ?? first;
    this.state.counters[table] = number + 1;
    return number;
  }

  insert(table: string, row: Row): Row {
    this.rows(table).push(row);
    this.dirty = true;
    return row;
  }

  update(table: string, row: Row, changes: JsonObject): Row {
    Object.assign(row, changes);
    this.state.tables[table] = [...this.rows(table).filter((other) => other !== row), row];
    this.dirty = true;
    return row;
  }

  remove(table: string, row: Row): void {
    this.state.tables[table] = this.rows(table).filter((other) => other !== row);
    this.dirty = true;
  }
}
