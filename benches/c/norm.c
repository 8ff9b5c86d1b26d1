#include "gradient.h"

GRADIENT("(f64, f64, f64) -> (f64, f64, f64)") {
  double x = in[0], y = in[1], z = in[2];
  double r = 1.0 / sqrt(x * x + y * y + z * z);
  out[0] = x * r;
  out[1] = y * r;
  out[2] = z * r;
}
