import { intercept } from 'callmonitor';

/** A car, as far as it is looked at here. */
export interface CarRecord {
  readonly Name: string;
  readonly Miles_per_Gallon: number | null;
  readonly Weight_in_lbs: number | null;
}

export interface Cars {
  readonly weights: Float64Array;
  readonly milesPerGallon: Float64Array;
}

/** Leaves out the cars of which the weight or the mileage is not known. */
export const cleanCars = intercept(function cleanCars(records: readonly CarRecord[]): Cars {
  const known = records.filter(
    (record) => Number.isFinite(record.Miles_per_Gallon) && Number.isFinite(record.Weight_in_lbs),
  );
  return {
    weights: Float64Array.from(known, (record) => Number(record.Weight_in_lbs)),
    milesPerGallon: Float64Array.from(known, (record) => Number(record.Miles_per_Gallon)),
  };
});
