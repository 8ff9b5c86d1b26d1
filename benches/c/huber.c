#include "gradient.h"

GRADIENT("(f64, f64) -> (f64)") {
  double r = in[0], delta = in[1];
  out[0] = fabs(r) < delta ? r : copysign(delta, r);
}
