// Loaded before a function: its clock is as far off as SKEW_SECONDS says. Plain JavaScript, since Lambda runs nothing else.
const skew = Number(process.env.SKEW_SECONDS) * 1000;
const Real = Date;

globalThis.Date = class extends Real {
  constructor(...given) {
    if (given.length === 0) super(Real.now() + skew);
    else super(...given);
  }

  static now() {
    return Real.now() + skew;
  }
};
