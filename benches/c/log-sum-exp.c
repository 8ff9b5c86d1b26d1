#include "gradient.h"

GRADIENT("(f64, f64, f64) -> (f64, f64, f64)") {
  double a = exp(in[0]), b = exp(in[1]), c = exp(in[2]);
  double r = 1.0 / (a + b + c);
  out[0] = a * r;
  out[1] = b * r;
  out[2] = c * r;
}
