#include "gradient.h"

/* What a call costs. */
GRADIENT("(f64) -> (f64)") {
  out[0] = in[0];
}
