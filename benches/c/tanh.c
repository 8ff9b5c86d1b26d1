#include "gradient.h"

GRADIENT("(f64) -> (f64)") {
  double t = tanh(in[0]);
  out[0] = 1.0 - t * t;
}
