#include "gradient.h"

GRADIENT("(f64) -> (f64)") {
  double e = exp(in[0]);
  out[0] = e / (1.0 + e);
}
