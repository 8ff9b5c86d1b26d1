#include "gradient.h"

GRADIENT("(f64, f64, f64) -> (f64)") {
  double q = 1.0 / in[0];
  double s = in[2] * q;
  double s2 = s * s;
  double s6 = s2 * s2 * s2;
  out[0] = 24.0 * in[1] * q * (s6 - 2.0 * s6 * s6);
}
