// Independent answers for the tests of `pullback-gradbench`: derivatives written by hand, in extended precision, and no
// code or formula of the programs beside this file.
//
//   reference det N              the determinant and its gradient, of the matrix of N*N numbers on standard input
//   reference particle W
//   reference saddle X Y

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <vector>

using Real = long double;
using Vector = std::vector<Real>;

// ---- det: elimination with pivots; the gradient is the determinant times the transposed inverse.

static Real determinant(std::vector<Vector> a, std::vector<Vector> *inverse) {
  const size_t n = a.size();
  std::vector<Vector> b(n, Vector(n, 0));
  for (size_t i = 0; i < n; i++) b[i][i] = 1;
  Real det = 1;
  for (size_t k = 0; k < n; k++) {
    size_t pivot = k;
    for (size_t i = k; i < n; i++)
      if (std::fabs(a[i][k]) > std::fabs(a[pivot][k])) pivot = i;
    if (pivot != k) {
      std::swap(a[pivot], a[k]);
      std::swap(b[pivot], b[k]);
      det = -det;
    }
    det *= a[k][k];
    for (size_t i = 0; i < n; i++) {
      if (i == k) continue;
      const Real factor = a[i][k] / a[k][k];
      for (size_t j = 0; j < n; j++) {
        a[i][j] -= factor * a[k][j];
        b[i][j] -= factor * b[k][j];
      }
    }
  }
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++) b[i][j] /= a[i][i];
  *inverse = b;
  return det;
}

// ---- Descent, as the evaluation specifies it.

struct Cost {
  std::function<Real(const Vector &)> value;
  std::function<Vector(const Vector &)> gradient;
};

static Real norm(const Vector &v) {
  Real sum = 0;
  for (Real x : v) sum += x * x;
  return std::sqrt(sum);
}

static Vector descend(const Cost &cost, Vector x) {
  const Real small = 1e-5;
  Real value = cost.value(x), rate = 1e-5;
  Vector slope = cost.gradient(x);
  for (int successes = 0;;) {
    if (norm(slope) <= small) return x;
    if (successes == 10) {
      rate *= 2;
      successes = 0;
      continue;
    }
    Vector next = x, moved = x;
    for (size_t i = 0; i < x.size(); i++) {
      next[i] = x[i] - rate * slope[i];
      moved[i] = x[i] - next[i];
    }
    if (norm(moved) <= small) return x;
    const Real found = cost.value(next);
    if (found < value) {
      x = next;
      value = found;
      slope = cost.gradient(x);
      successes++;
    } else {
      rate /= 2;
      successes = 0;
    }
  }
}

// ---- particle: the sensitivity to w is integrated along with the motion.

struct Flight {
  Real miss, slope;
};

static Flight flight(Real w) {
  const Real dt = 0.1, height = 10 - w;
  Real x = 0, y = 8, u = 0.75, v = 0;      // position, velocity
  Real xw = 0, yw = 0, uw = 0, vw = 0;     // by w
  while (y + dt * v > 0) {
    // The force of a charge at q is d / |d|^3 with d the way from q; it acts away from the charge.
    Real fx = 0, fy = 0, fxw = 0, fyw = 0;
    for (int charge = 0; charge < 2; charge++) {
      const Real dx = x - 10, dy = y - (charge == 0 ? height : 0);
      const Real dxw = xw, dyw = yw + (charge == 0 ? 1 : 0);
      const Real r2 = dx * dx + dy * dy, r = std::sqrt(r2), r3 = r2 * r;
      const Real rw = (dx * dxw + dy * dyw) / r;
      fx += dx / r3;
      fy += dy / r3;
      fxw += dxw / r3 - 3 * dx * rw / (r3 * r);
      fyw += dyw / r3 - 3 * dy * rw / (r3 * r);
    }
    x += dt * u, y += dt * v, u += dt * fx, v += dt * fy;
    // By w, with the velocities before the step.
    xw += dt * uw, yw += dt * vw, uw += dt * fxw, vw += dt * fyw;
  }
  const Real time = -y / v, timew = -yw / v + y * vw / (v * v);
  const Real at = x + time * u, atw = xw + timew * u + time * uw;
  return {at * at, 2 * at * atw};
}

static Real particle(Real w) {
  const Cost cost = {[](const Vector &p) { return flight(p[0]).miss; },
                     [](const Vector &p) { return Vector{flight(p[0]).slope}; }};
  return descend(cost, {w})[0];
}

// ---- saddle: |p|^2 - |q|^2 has the gradient 2p by p, and the best q does not depend on p but through comparisons.

static Real squares(const Vector &p) { return p[0] * p[0] + p[1] * p[1]; }

static Vector twice(Vector p) {
  for (Real &x : p) x *= 2;
  return p;
}

static Vector best_answer(const Vector &p, const Vector &start) {
  // The least of -(|p|^2 - |q|^2), rounded as the objective is.
  return descend({[&](const Vector &q) { return -(squares(p) - squares(q)); }, twice}, start);
}

static std::array<Vector, 2> saddle(const Vector &start) {
  const Cost worst = {[&](const Vector &p) { return squares(p) - squares(best_answer(p, start)); }, twice};
  const Vector p = descend(worst, start);
  return {p, best_answer(p, start)};
}

int main(int count, char **arguments) {
  const auto is = [&](const char *name, int expected) {
    return count == expected && std::strcmp(arguments[1], name) == 0;
  };
  const auto number = [&](int index) { return std::strtold(arguments[index], nullptr); };
  if (is("det", 3)) {
    const size_t n = std::strtoul(arguments[2], nullptr, 10);
    std::vector<Vector> a(n, Vector(n)), inverse;
    for (auto &row : a)
      for (Real &entry : row)
        if (std::scanf("%Lf", &entry) != 1) return 2;
    const Real det = determinant(a, &inverse);
    std::printf("%.20Lg\n", det);
    for (size_t i = 0; i < n; i++)
      for (size_t j = 0; j < n; j++) std::printf("%.20Lg\n", det * inverse[j][i]);
  } else if (is("particle", 3)) {
    std::printf("%.20Lg\n", particle(number(2)));
  } else if (is("saddle", 4)) {
    for (const Vector &point : saddle({number(2), number(3)}))
      for (Real x : point) std::printf("%.20Lg\n", x);
  } else {
    std::fprintf(stderr, "use: reference det N | particle W | saddle X Y\n");
    return 2;
  }
  return 0;
}
