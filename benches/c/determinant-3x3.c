#include "gradient.h"

GRADIENT("(f64, f64, f64, f64, f64, f64, f64, f64, f64) -> (f64, f64, f64, f64, f64, f64, f64, f64, f64)") {
  double a = in[0], b = in[1], c = in[2];
  double d = in[3], e = in[4], f = in[5];
  double g = in[6], h = in[7], i = in[8];
  out[0] = e * i - f * h;
  out[1] = f * g - d * i;
  out[2] = d * h - e * g;
  out[3] = c * h - b * i;
  out[4] = a * i - c * g;
  out[5] = b * g - a * h;
  out[6] = b * f - c * e;
  out[7] = c * d - a * f;
  out[8] = a * e - b * d;
}
