#include "gradient.h"

/* The polynomial and its derivative by one recurrence. */
GRADIENT("(f64, f64, f64, f64, f64, f64, f64) -> (f64)") {
  double x = in[0];
  double value = in[1], slope = in[1];
  for (int i = 2; i < 6; i++) {
    value = value * x + in[i];
    if (i < 5)
      slope = slope * x + value;
  }
  out[0] = slope * x + value;
}
