/** One line of the bench: what was measured, and what was promised. */
export interface Figure {
  readonly name: string;
  /** As design says it; absent: there is no promise, the figure explains others. */
  readonly target?: string;
  readonly measured: string;
  /** Absent: there is no promise, or nothing was measured. */
  readonly met?: boolean;
}

/** A part of the bench with its figures. */
export interface Section {
  readonly title: string;
  /** How it was measured, for the page. */
  readonly about: string;
  readonly figures: readonly Figure[];
}

export interface Limit {
  readonly value: number;
  readonly limit: number;
  readonly unit: string;
  /** Decimals shown. */
  readonly digits?: number;
  /** Said after the measured value. */
  readonly beside?: string;
}

/** A figure with a limit from above. */
export function atMost(name: string, { value, limit, unit, digits = 1, beside }: Limit): Figure {
  return {
    name,
    target: `≤ ${limit}${unit}`,
    measured: `${show(value, digits)}${unit}${beside === undefined ? '' : ` (${beside})`}`,
    met: value <= limit,
  };
}

/** A figure without a promise. */
export function plain(name: string, measured: string): Figure {
  return { name, measured };
}

export function verdictOf({ met }: Figure): string {
  return met === undefined ? '' : met ? 'met' : 'MISSED';
}

export function show(value: number, digits = 1): string {
  return Number.isFinite(value) ? value.toFixed(digits) : 'never';
}
