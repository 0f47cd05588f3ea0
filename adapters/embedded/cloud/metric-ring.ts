const FIRST_CAPACITY = 16;

/**
 * The newest values of several metrics at a fixed step, in one typed array. It grows as values come, so that a
 * service without history costs next to nothing. A slot without a value reads as NaN. Slots count steps since 1970.
 */
export class MetricRing {
  private rows = new Float32Array(0);
  private capacity = 0;
  /** One past the newest slot written; 0 while empty. */
  private end = 0;
  private begin = 0;

  constructor(
    private readonly width: number,
    private readonly maxSlots: number,
  ) {}

  /** The oldest slot that is kept; equal to `endSlot` while empty. */
  get firstSlot(): number {
    return this.begin;
  }

  get endSlot(): number {
    return this.end;
  }

  /** Writes a row at `slot`, which must not be older than the newest; slots skipped over have no value. */
  write(slot: number, values: ArrayLike<number>): void {
    if (this.end === 0) this.begin = slot;
    this.makeRoom(slot);
    for (let empty = Math.max(this.end, this.begin); empty < slot; empty += 1) this.fillRow(empty);
    const at = (slot % this.capacity) * this.width;
    for (let column = 0; column < this.width; column += 1)
      this.rows[at + column] = values[column] ?? Number.NaN;
    this.end = slot + 1;
  }

  read(slot: number, column: number): number {
    if (slot < this.begin || slot >= this.end) return Number.NaN;
    return this.rows[(slot % this.capacity) * this.width + column] ?? Number.NaN;
  }

  /** Mean of the values in `[from, to)`; NaN where there is none. */
  mean(from: number, to: number, column: number): number {
    let sum = 0;
    let count = 0;
    for (let slot = Math.max(from, this.begin); slot < Math.min(to, this.end); slot += 1) {
      const value = this.read(slot, column);
      if (Number.isNaN(value)) continue;
      sum += value;
      count += 1;
    }
    return count === 0 ? Number.NaN : sum / count;
  }

  /** All rows as base64 of 32-bit floats, oldest first. */
  save(): { readonly begin: number; readonly rows: string } {
    const flat = new Float32Array((this.end - this.begin) * this.width);
    for (let slot = this.begin; slot < this.end; slot += 1)
      flat.set(this.row(slot), (slot - this.begin) * this.width);
    return { begin: this.begin, rows: Buffer.from(flat.buffer).toString('base64') };
  }

  /** Takes back what `save` gave. */
  load(saved: { readonly begin: number; readonly rows: string }): void {
    const bytes = Uint8Array.from(Buffer.from(saved.rows, 'base64'));
    const flat = new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / 4));
    for (let i = 0; i * this.width < flat.length; i += 1)
      this.write(saved.begin + i, flat.subarray(i * this.width, (i + 1) * this.width));
  }

  private row(slot: number): Float32Array {
    const at = (slot % this.capacity) * this.width;
    return this.rows.subarray(at, at + this.width);
  }

  private fillRow(slot: number): void {
    this.row(slot).fill(Number.NaN);
  }

  private makeRoom(slot: number): void {
    const needed = Math.min(this.maxSlots, slot + 1 - this.begin);
    if (needed > this.capacity) this.grow(needed);
    this.begin = Math.max(this.begin, slot + 1 - this.capacity);
  }

  private grow(needed: number): void {
    const old = this.rows;
    const oldCapacity = this.capacity;
    const capacity = Math.min(this.maxSlots, Math.max(FIRST_CAPACITY, needed, 2 * oldCapacity));
    const rows = new Float32Array(capacity * this.width);
    for (let slot = this.begin; slot < this.end; slot += 1) {
      const from = (slot % oldCapacity) * this.width;
      rows.set(old.subarray(from, from + this.width), (slot % capacity) * this.width);
    }
    this.rows = rows;
    this.capacity = capacity;
  }
}
