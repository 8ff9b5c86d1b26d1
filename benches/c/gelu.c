#include "gradient.h"

GRADIENT("(f64) -> (f64)") {
  double x = in[0];
  double q = 0.044715 * (x * x);
  double u = 0.7978845608028654 * x;
  double t = tanh(u * (1.0 + q));
  out[0] = 0.5 * (1.0 + t + u * (1.0 - t * t) * (1.0 + 3.0 * q));
}
