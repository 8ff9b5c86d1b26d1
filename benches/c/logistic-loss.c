#include "gradient.h"

GRADIENT("(f64, f64, f64, f64) -> (f64, f64)") {
  double w = in[0], b = in[1], x = in[2], y = in[3];
  double e = exp(-y * (w * x + b));
  double g = -y * e / (1.0 + e);
  out[0] = g * x;
  out[1] = g;
}
