#include "gradient.h"

GRADIENT("(f64) -> (f64)") {
  double x = in[0];
  out[0] = pow(x, x) * (1.0 + log(x));
}
