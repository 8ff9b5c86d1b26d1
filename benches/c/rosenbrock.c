#include "gradient.h"

GRADIENT("(f64, f64) -> (f64, f64)") {
  double x = in[0], y = in[1];
  double e = 200.0 * (y - x * x);
  out[0] = 2.0 * (x - 1.0) - 2.0 * x * e;
  out[1] = e;
}
