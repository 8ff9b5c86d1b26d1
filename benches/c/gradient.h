/* A gradient as pullback-codegen's JIT calls it: arguments and results in arrays, and the types as text. The symbols
   are those of an entry thunk for a function `c`, so that both sides of a comparison are called in one way. */
#pragma once
#include <math.h>

#define GRADIENT(signature)                       \
  const char c$signature[] = signature;           \
  void c$entry(const double *restrict in, double *restrict out)
