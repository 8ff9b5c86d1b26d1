#include "gradient.h"

GRADIENT("(f64, f64) -> (f64, f64)") {
  double x = in[0], y = in[1];
  double r = 1.0 / sqrt(x * x + y * y);
  out[0] = x * r;
  out[1] = y * r;
}
