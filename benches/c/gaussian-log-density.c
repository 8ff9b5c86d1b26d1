#include "gradient.h"

GRADIENT("(f64, f64, f64) -> (f64, f64, f64)") {
  double r = 1.0 / in[2];
  double z = (in[0] - in[1]) * r;
  double m = z * r;
  out[0] = -m;
  out[1] = m;
  out[2] = z * m - r;
}
