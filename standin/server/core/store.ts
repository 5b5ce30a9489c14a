import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Json, JsonObject, Row } from "./json";

interface State {
  tables: Record<string, Row[]>;
  counters: Record<string, number>;
}

/**
 * Every object of the stand-in by table and primary key; a table's order is that of a database heap,
 * where an update moves the row to the end.
 */
export class Store {
  private readonly tables = new Map<string, Map<Json, Row>>();
  private counters: Record<string, number> = {};
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
      const { tables, counters } = JSON.parse(readFileSync(this.file, "utf8")) as Partial<State>;
      if (!tables || !counters) throw new Error("no tables");
      for (const [table, rows] of Object.entries(tables)) for (const row of rows) this.insert(table, row);
      this.counters = counters;
      this.dirty = false;
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
    const tables = Object.fromEntries([...this.tables].map(([table, rows]) => [table, [...rows.values()]]));
    writeFileSync(temporary, JSON.stringify({ tables, counters: this.counters } satisfies State), {
      mode: 0o600,
    });
    renameSync(temporary, this.file);
    this.dirty = false;
  }

  rows(table: string): Row[] {
    return [...this.table(table).values()];
  }

  get(table: string, pk: Json): Row | undefined {
    return this.table(table).get(pk);
  }

  find(table: string, matches: (row: Row) => boolean): Row | undefined {
    for (const row of this.table(table).values()) if (matches(row)) return row;
    return undefined;
  }

  filter(table: string, matches: (row: Row) => boolean): Row[] {
    return this.rows(table).filter(matches);
  }

  nextNumber(table: string, first = 1): number {
    const number = this.counters[table] ?? first;
    this.counters[table] = number + 1;
    return number;
  }

  insert(table: string, row: Row): Row {
    this.table(table).set(row.pk, row);
    this.dirty = true;
    return row;
  }

  update(table: string, row: Row, changes: JsonObject): Row {
    Object.assign(row, changes);
    this.remove(table, row);
    return this.insert(table, row);
  }

  remove(table: string, row: Row): void {
    this.table(table).delete(row.pk);
    this.dirty = true;
  }

  private table(name: string): Map<Json, Row> {
    const table = this.tables.get(name) ?? new Map<Json, Row>();
    this.tables.set(name, table);
    return table;
  }
}
