#include "gradient.h"

GRADIENT("(f64) -> (f64)") {
  double x = in[0];
  out[0] = 3.0 * (x * x);
}
