// Figures as people read them.

// The number that is seen, with so many decimals, half away from zero, as in model/number.h: a half
// is told by 15 significant digits and no more than 12 decimals.  Never a minus before noughts.
export function fixed(value, decimals) {
  const seen = Number(Math.abs(value).toPrecision(15)).toFixed(12);
  const text = (Math.round(Number(`${seen}e${decimals}`)) / 10 ** decimals).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}
