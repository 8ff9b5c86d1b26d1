#include "gradient.h"

GRADIENT("(f64) -> (f64)") {
  out[0] = in[0] > 0.0 ? 1.0 : 0.0;
}
