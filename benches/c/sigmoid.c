#include "gradient.h"

GRADIENT("(f64) -> (f64)") {
  double s = 1.0 / (1.0 + exp(-in[0]));
  out[0] = s * (1.0 - s);
}
