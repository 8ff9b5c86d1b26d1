"""The references of the array programs: each program of this folder once more, in JAX.

    python3 tests/arrays/references.py

writes `references.json`, which the tests read; they need neither Python nor JAX. It holds for each program

- `inputs` and `results` of its `@f`;
- `wrt`: the arguments that are floats, arrays of floats or tuples of them;
- `cotangents`, one for each such result, and `gradients`: what the pullback makes of them, for each of `wrt`;
- `tangents`, one for each of `wrt`, and `tangents_out`, the derivatives of those results along them;
- `products`: the derivatives of `gradients` along `tangents`. They are left out where the function is not smooth.

Everything is computed in float64, also where the program computes in f32, whose inputs are numbers of f32.

Where conventions differ, ours hold: equal greatest elements share their cotangent evenly, and so do the operands of a
maximum (JAX does the same); a relu has slope 0 at 0; a side of a select that is not taken counts for nothing, even if
its derivative is not finite (JAX needs a second select, before the function); what is read outside of an array is zero.
Functions here are written so that JAX gives that.
"""

import json
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

jax.config.update("jax_enable_x64", True)
FOLDER = Path(__file__).parent
PROGRAMS = {}


def data(*shape, at=0):
    """Numbers of both signs, none of them equal."""
    count = int(np.prod(shape))
    return np.round(1.3 * np.sin(1.7 * np.arange(count) + 0.9 * at + 0.3), 4).reshape(shape)


def positive(*shape, at=0):
    return np.abs(data(*shape, at=at)) + 0.25


def single(*shape, at=0):
    """Numbers of f32."""
    return data(*shape, at=at).astype(np.float32).astype(np.float64)


def of(*inputs, order=2):
    """Names the inputs of the program that the function's name says."""

    def add(function):
        PROGRAMS[function.__name__.replace("_", "-")] = (function, inputs, order)
        return function

    return add


def is_smooth(value):
    leaves = jax.tree.leaves(value)
    return bool(leaves) and all(np.issubdtype(np.asarray(leaf).dtype, np.floating) for leaf in leaves)


def like(value, at):
    """A cotangent or tangent: small numbers that are not equal."""

    def one(leaf):
        shape = np.shape(leaf)
        count = int(np.prod(shape))
        return (0.5 + 0.25 * ((3 * np.arange(count) + at) % 5)).reshape(shape)

    return jax.tree.map(one, value)


def as_json(value):
    if isinstance(value, (tuple, list)):
        return [as_json(field) for field in value]
    array = np.asarray(value)
    if array.ndim:
        return [as_json(element) for element in array]
    if array.dtype == bool:
        return bool(array)
    if np.issubdtype(array.dtype, np.integer):
        return int(array)
    number = float(array)
    if np.isnan(number):
        return "NaN"
    if np.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    return number


def reference(function, inputs, order):
    inputs = [np.float64(value) if isinstance(value, float) else value for value in inputs]
    traced = [jax.tree.map(jnp.asarray, value) for value in inputs]
    # One result is itself; several are a list. A program's result that is a tuple is a tuple in a list.
    values = function(*traced)
    several = isinstance(values, (list, tuple))
    results = list(values) if several else [values]
    entry = {"inputs": as_json(inputs), "results": as_json(results)}
    wrt = [index for index, value in enumerate(inputs) if is_smooth(value)]
    smooth = [index for index, value in enumerate(results) if is_smooth(value)]
    if not wrt or not smooth:
        return entry

    def chosen(*arguments):
        full = list(traced)
        for index, argument in zip(wrt, arguments):
            full[index] = argument
        values = function(*full)
        values = list(values) if several else [values]
        return [jax.tree.map(lambda leaf: leaf * 1.0, values[index]) for index in smooth]

    primals = [traced[index] for index in wrt]
    first = results[smooth[0]]
    scalar = len(smooth) == 1 and not isinstance(first, tuple) and np.shape(first) == ()
    cotangents = [np.float64(1.0)] if scalar else [like(results[index], at) for at, index in enumerate(smooth)]
    tangents = [like(value, at + 1) for at, value in enumerate(primals)]
    cast = lambda values, likes: jax.tree.map(lambda a, b: jnp.asarray(a, jnp.asarray(b).dtype), values, likes)
    cotangents_in = cast(cotangents, chosen(*primals))
    tangents_in = cast(tangents, primals)
    gradient = lambda *arguments: jax.vjp(chosen, *arguments)[1](cotangents_in)
    entry["wrt"] = wrt
    entry["cotangents"] = as_json(cotangents)
    entry["gradients"] = as_json(gradient(*primals))
    entry["tangents"] = as_json(tangents)
    entry["tangents_out"] = as_json(jax.jvp(chosen, primals, tangents_in)[1])
    if order > 1:
        entry["products"] = as_json(jax.jvp(gradient, primals, tangents_in)[1])
    return entry


def write(references):
    rows = [f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in sorted(references.items())]
    (FOLDER / "references.json").write_text("{\n" + ",\n".join(rows) + "\n}\n")
    files = {path.stem for path in FOLDER.glob("*.mlir")}
    assert files == set(references), files ^ set(references)


def main():
    write({name: reference(*program) for name, program in PROGRAMS.items()})


@of(data(4), data(4, at=1))
def add_and_multiply(x, y):
    return x * y + x


@of(data(2, 3), positive(2, 3))
def divide_and_subtract(x, y):
    return -((x - y) / y)


@of(data(5))
def exponentials(x):
    return jnp.exp(x) * jnp.exp2(x) + jnp.expm1(x)


@of(positive(5))
def logarithms(x):
    return jnp.log(x) * jnp.log2(x) + jnp.log10(x) * jnp.log1p(x)


@of(data(5))
def trigonometry(x):
    return jnp.sin(x) * jnp.cos(x) + jnp.arctan(x) * jnp.tan(jnp.arctan(x))


@of(data(2, 2))
def hyperbolic(x):
    return jnp.sinh(x) / jnp.cosh(x) - jnp.tanh(x) * jax.scipy.special.erf(x)


@of(positive(4))
def roots(x):
    return jnp.sqrt(x) * jnp.cbrt(x) + 1 / jnp.sqrt(x)


@of(positive(4), data(4), np.array([3, -2, 0, 1], np.int32))
def powers(x, y, n):
    return x**y + jnp.stack([x[0] ** 3, x[1] ** -2, x[2] * 0 + 1, x[3]])


@of(data(3), data(3, at=2), data(3, at=4))
def atan2_and_fma(x, y, z):
    return jnp.arctan2(x, y) * y + z


@of(data(4), data(4, at=3))
def absolute_values(x, y):
    return jnp.copysign(jnp.abs(x), y) * x


@of(np.array([1.3, -2.6, 0.4, 5.5]))
def rounding_has_no_slope(x):
    d = jnp.floor(x) + jnp.ceil(x)
    return (jnp.trunc(x) * d + d) * x


@of(np.array([1.0, 2.0, -3.0]), np.array([0.5, 2.0, 4.0]), order=1)
def maximum_of_two(x, y):
    return jnp.maximum(x, y), jnp.minimum(x, y)


@of(np.array([1.0, 0.0, -3.0, 2.5]))
def relu_by_select(x):
    return jnp.where(x > 0, x, 0.0)


@of(np.array([0.0, -1.0, 4.0, 0.25]))
def select_hides_nan(x):
    return jnp.where(x > 0, jnp.sqrt(jnp.where(x > 0, x, 1.0)), 0.0)


@of(np.bool_(True), data(3), data(3, at=1))
def select_by_one_condition(c, x, y):
    return jnp.where(c, x * x, y)


@of(np.array([True, False, True]), data(3))
def mask_as_argument(m, x):
    return jnp.where(m, jnp.exp(x), x)


@of(data(5), data(5, at=2))
def mask_arithmetic(x, y):
    a, b = x < y, x > 0
    e = (a & b) | (a ^ b)
    return e * (x * y), jnp.sum(e.astype(jnp.int64))


@of(np.array([1, -2, 5], np.int32), data(3))
def integers_weigh(n, x):
    return (2 * n) * x


@of(np.array([1.7, -2.2, 3.9]))
def float_to_integer_cuts(x):
    return jnp.trunc(x) * x


@of(np.array([7, -7, 9, 0]), np.array([2, 2, -4, 3]))
def integer_arithmetic(a, b):
    return lax.div(a, b), lax.rem(a, b), jnp.maximum(a << 2, b)


@of(single(3), data(3, at=1))
def precision_of_parts(x, y):
    return (x.astype(jnp.float64) * y).astype(jnp.float32)


@of(np.array(0.7), np.array(-1.2))
def rank_zero(x, y):
    return jnp.exp(x) * y


@of(data(2, 2))
def constants_of_arrays(x):
    return x * jnp.array([[1.0, -2.0], [0.5, 4.0]]) * x


@of(data(3))
def same_array_everywhere(x):
    return x**4


@of(data(2), data(2, at=1))
def argument_is_result(x, y):
    return x, x + x


@of(data(2, 2))
def constant_result(x):
    return jnp.array([1.0, 2.0, 3.0])


@of(data(3))
def stopped_gradient(x):
    return lax.stop_gradient(x) * x


@of(data(3, 4))
def sum_of_all(x):
    return jnp.sum(x)


@of(data(3, 4))
def sum_of_rows_and_columns(x):
    return jnp.sum(x * x, 1), jnp.sum(x, 0)


@of(data(2, 4, 3))
def sum_of_middle(x):
    return jnp.sum(jnp.sin(x), 1)


@of(np.zeros(0))
def sum_of_nothing(x):
    return jnp.sum(x * x)


@of(data(6))
def mean_and_variance(x):
    return jnp.mean(x), jnp.var(x)


@of(data(3, 1), data(1, 4))
def broadcast_row_and_column(x, y):
    return x * jnp.exp(y)


@of(0.7, data(2, 3))
def broadcast_scalar(s, x):
    return s * x


@of(np.array(0.7))
def broadcast_rank_zero(s):
    return jnp.broadcast_to(jnp.sin(s), (2, 2))


@of(data(3), 4)
def broadcast_to_unknown_size(x, n):
    return jnp.broadcast_to(x * x, (4, 3))


@of(data(3), 0)
def broadcast_to_nothing(x, n):
    return jnp.broadcast_to(x, (0, 3))


@of(data(3, 3))
def transpose_matrix(x):
    return x * x.T


@of(data(2, 3, 4))
def transpose_cycle(x):
    return jnp.transpose(jnp.sin(x), (1, 2, 0))


@of(data(3, 4), data(2, 6, at=1))
def reshape_known(x, y):
    return x.reshape(2, 6) * y


@of(data(6))
def reshape_unknown(x):
    return jnp.sum(x.reshape(-1, 2) ** 2, 1)


@of(0.6)
def reshape_one_element(x):
    return (jnp.exp(x) * x).reshape(1, 1)


@of(data(6))
def reshape_upstream(x):
    return (x * jnp.arange(1.0, 7.0) * x).reshape(3, 2)


@of(data(2, 3))
def reverse_rows(x):
    return x[:, ::-1] * x


@of(data(3, 2))
def reverse_both(x):
    return jnp.exp(x)[::-1, ::-1]


@of(data(7))
def slice_with_stride(x):
    return x[1:7:2] ** 2


@of(data(7), 2, 4)
def slice_at_run_time(x, o, n):
    return jnp.exp(x[2:6])


@of(data(3, 4), 2)
def slice_drops_dimensions(x, i):
    return jnp.sin(x[2])


@of(data(6))
def slice_overlap(x):
    return jnp.sum((x[1:] - x[:-1]) ** 2)


@of(data(3), 0)
def slice_of_nothing(x, n):
    return jnp.exp(x[1:1]), x * x


@of(data(5), data(2, at=1))
def update_slice(x, y):
    return x.at[2:4].set(y) ** 2


@of(data(5, 2), data(2, 2, at=1), 1)
def update_slice_with_stride(x, y, o):
    return x.at[1:5:2].set(jnp.exp(y))


@of(data(2, 3), 1)
def extract_elements(x, i):
    return x[0, 1] ** 2 * x[1, 1]


@of(data(3), 0.4)
def insert_element(x, s):
    return x.at[1].set(x[0] * s) * x


@of(0.4, 1.3)
def from_elements(a, b):
    return jnp.sin(jnp.stack([a, b, a * b, a]).reshape(2, 2))


@of(0.4, data(3, 2))
def splat_of_unknown_size(a, x):
    return a * x


@of(data(2), data(3, at=1))
def concatenate_three(x, y):
    return jnp.concatenate([x, y, x]) ** 2


@of(data(2, 1), data(2, 3, at=1))
def concatenate_columns(x, y):
    return jnp.exp(jnp.concatenate([x, y], 1))


@of(data(2, 2))
def pad_with_constant(x):
    return jnp.pad(x, ((1, 1), (0, 1)), constant_values=1.0) ** 2


@of(data(3), 0.8, 2)
def pad_with_active_value(x, v, n):
    w = v * v
    return jnp.sin(jnp.concatenate([jnp.stack([w, w]), x, w[None]]))


@of(data(3))
def cast_of_shape(x):
    return x * x


@of(data(2, 3))
def size_as_number(x):
    return x / 6.0


@of(0.7, 4)
def generate_from_scalar(a, n):
    return jnp.sin(jnp.arange(4.0) * a)


@of(data(4))
def empty_is_filled(x):
    return jnp.sin(x)


@of(data(4))
def map_of_one(x):
    return jnp.exp(x) * x


@of(data(2, 3), data(2, 3, at=1), data(2, 3, at=2))
def map_of_several(x, y, z):
    return jnp.sin(x * y + z), x * y


@of(0.8, data(5))
def map_captures_scalar(w, x):
    return jnp.sum(w * x)


@of(0.8, -0.3, data(3))
def map_captures_several(w, b, x):
    return jnp.tanh(jnp.sin(w) * x + b) * w


@of(data(4), data(4, at=1))
def map_captures_array(x, y):
    return x * y[::-1]


@of(0.6, 2)
def map_over_positions(s, n):
    return jnp.sin(jnp.arange(2.0)[:, None] * jnp.arange(3.0) * s)


@of(data(4))
def map_with_if(x):
    return jnp.where(x > 0, jnp.log(jnp.where(x > 0, x, 1.0)), x * x)


@of(data(4), np.array([0, 1, 2, 5]))
def map_with_loop(x, n):
    return jnp.stack([x[0] * 0 + 1, x[1], x[2] ** 2, x[3] ** 5])


@of(np.array([1.5, 3.0, 12.0]))
def map_with_while(x):
    return jnp.stack([x[0] ** 8, x[1] ** 4, x[2]])


@of(data(3), 1.3)
def map_calls_function(x, w):
    return jnp.sin(x) * w


@of(data(3), np.array([3, 0, 2]))
def map_calls_recursion(x, n):
    return jnp.stack([x[0] ** 3, x[1] * 0 + 1, x[2] ** 2])


@of(data(3), 0.6)
def map_applies_closure(x, w):
    return jnp.exp(x * w)


@of(np.bool_(True), data(3), 0.6)
def map_of_unknown_function(c, x, w):
    return jnp.sin(x * w)


@of(data(3), data(4, at=1))
def map_in_map(x, y):
    return jnp.sum(jnp.sin(x[:, None] * y), 1)


@of(data(2), data(2, at=1), data(3, at=2))
def map_in_map_in_map(x, y, z):
    a, b, c = x[:, None, None], y[None, :, None], z[None, None, :]
    return jnp.sum(jnp.exp(a * b * c + a))


@of(data(3, 4))
def map_of_rows(x):
    return jnp.sqrt(jnp.sum(x * x, 1))


@of(np.zeros((0, 0)), 0.6)
def map_of_nothing(x, w):
    return x * w


@of(np.array(0.4))
def map_rank_zero(x):
    return jnp.cos(x)


@of(data(3), single(3, at=1), np.array([2, -1, 4], np.int32), np.array([True, False, False]))
def map_of_mixed_types(x, y, n, m):
    return jnp.where(m, x * y, y * n)


@of(data(3), np.array([4, 5, -6]))
def map_keeps_constant_part(x, n):
    return x * x, n + 1


@of(data(3))
def map_with_tuples(x):
    return jnp.sin(x) * x


@of(data(3), 0.7)
def map_with_derivative(x, w):
    return w * jnp.cos(w * x)


@of(single(4), 0.5)
def map_in_f32(x, w):
    return jnp.tanh(x * w)


@of(data(2, 3), 0.7)
def reduce_sum(x, s):
    return jnp.sum(x, 1) + s


@of(np.array([2.0, 0.0, 3.0]))
def reduce_product(x):
    return x[0] * x[1] * x[2]


@of(np.array([0.0, 0.0, 3.0]), 2.0)
def reduce_product_of_zeros(x, s):
    return s * x[0] * x[1] * x[2]


@of(data(4, 3), 0.7)
def reduce_product_of_columns(x, s):
    return s * jnp.prod(x, 0)


@of(data(3, 4))
def reduce_maximum(x):
    return jnp.max(x, 1)


@of(np.array([3.0, 3.0, 1.0]), order=1)
def reduce_maximum_ties(x):
    return jnp.max(x)


@of(np.array([[1.0, 2.0, 1.0, 1.0], [4.0, 3.0, 5.0, 9.0]]), order=1)
def reduce_minimum_ties(x):
    return jnp.min(x, 1)


@of(data(4), -0.4)
def reduce_by_log_add_exp(x, s):
    return jnp.log(jnp.sum(jnp.exp(x)) + jnp.exp(s))


@of(data(5), 1.2)
def reduce_in_order(c, x):
    return jnp.polyval(c, x)


@of(data(2, 3), data(2, 3, at=1))
def reduce_of_several(x, w):
    return jnp.sum(x * w, 1), jnp.sum((x * w) ** 2, 1)


@of(data(5))
def reduce_to_greatest_and_place(x):
    return jnp.max(x) ** 2, jnp.argmax(x)


@of(data(2, 3, 2), 0.5)
def reduce_two_dimensions(x, w):
    p = jnp.ones(3)
    for i in range(2):
        for k in range(2):
            p = p * w + x[i, :, k]
    return p


@of(np.zeros((2, 0)), 0.7)
def reduce_nothing(x, s):
    return jnp.full(2, 1.0) * s


@of(data(3), 0.7)
def reduce_along_no_dimension(x, s):
    return jnp.sin(x * s)


@of(np.array([[True, False, True], [True, True, True]]), np.array([3, -4, 8], np.int32))
def reduce_integers_and_masks(m, n):
    return jnp.all(m, 1), jnp.any(m), jnp.max(n)


@of(positive(6), 0.4)
def reduce_with_branch(x, w):
    p = 1.0
    for k in range(6):
        p = jnp.where(p < 1.0, p + x[k], p * w)
    return p


@of(data(2), data(3, at=1))
def reduce_in_map(x, y):
    return jnp.prod(x[:, None] + y, 1)


@of(data(2, 4))
def cumulative_sum(x):
    return jnp.cumsum(x, 1)


@of(data(4), 0.3)
def cumulative_sum_exclusive_reverse(x, z):
    q = x * x
    return z + jnp.sum(q) - jnp.cumsum(q)


@of(np.array([2.0, 3.0, 0.5]))
def cumulative_product(x):
    return x[0] + x[0] * x[1] + x[0] * x[1] * x[2]


@of(np.array([2.0, 0.0, 3.0, 0.0]))
def cumulative_product_with_zero(x):
    p = [x[0]]
    for k in range(1, 4):
        p.append(p[-1] * x[k])
    return jnp.stack(p)


@of(data(4, 2))
def cumulative_maximum(x):
    return lax.cummax(x, 0)


@of(data(5), 0.7, 0.2)
def scan_of_recurrence(x, w, h):
    out = []
    for k in range(5):
        h = jnp.tanh(h * w + x[k])
        out.append(h)
    return jnp.stack(out)


@of(data(2, 3), 0.7)
def scan_reverse_recurrence(x, w):
    s = jnp.ones(2) * w
    out = []
    for k in (2, 1, 0):
        out.insert(0, s)
        s = jnp.sin(s * w + x[:, k])
    return jnp.stack(out, 1)


@of(data(4), data(4, at=1))
def scan_of_several(x, y):
    q = jnp.cumprod(y)
    return jnp.cumsum(x * q), q


@of(np.zeros(0), 0.7)
def scan_of_nothing(x, s):
    return x * s


@of(np.array([True, False, True, True, False]), data(5))
def scan_of_integers(m, x):
    n = jnp.cumsum(m.astype(jnp.int32), dtype=jnp.int32)
    return n, n * x


@of(data(3, 4), data(4, 2, at=1))
def contract_matrices(a, b):
    return a @ b


@of(data(2, 3), data(3, 2, at=1))
def contract_unknown_sizes(a, b):
    return a @ b


@of(np.zeros((2, 0)), np.zeros((0, 3)))
def contract_nothing(a, b):
    return a @ b


@of(data(4), data(4, at=1))
def contract_vectors(x, y):
    return x @ y


@of(data(2, 3))
def contract_with_itself(x):
    return jnp.sum(x * x)


@of(data(2, 3, 2), data(2, 2, 3, at=1))
def contract_batch(a, b):
    return jnp.einsum("bij,bjk->bik", a, b)


@of(data(3, 2, 2), data(2, 4, 2, at=1))
def contract_batch_in_middle(a, b):
    return jnp.einsum("ibj,bkj->kib", a, b)


@of(data(3, 4), data(3, 4, at=1))
def contract_rows(x, y):
    return jnp.sum(x * y, 1)


@of(data(3), data(2, at=1))
def contract_outer(x, y):
    return jnp.outer(y, x)


@of(data(3, 4), data(3, 2, at=1))
def contract_free_sum(x, y):
    return jnp.sum(x, 1) * jnp.sum(y, 1)


@of(0.7, data(2, 3))
def contract_with_scalar(s, x):
    return s * x.T


@of(data(2, 3), data(3, at=1))
def contract_scales_columns(x, d):
    return x * d


@of(data(2, 3, 2), data(2, 2, 3, at=1))
def contract_two_letters(x, y):
    return jnp.einsum("ijk,kaj->a", x, y)


@of(data(3, 3), data(3, at=1))
def contract_quadratic_form(a, x):
    return x @ a @ x


@of(single(3, 4), single(4, 2, at=1))
def contract_in_f32(a, b):
    return a @ b


@of(np.array([[1, -2], [3, 4]]), np.array([[5, 6], [-7, 8]]))
def contract_integers(a, b):
    return a @ b


@of(data(2, 3), data(3, at=1), data(2, at=2))
def contract_in_map(a, x, s):
    z = jnp.sin(s[:, None] * x) @ a.T
    return jnp.sum(z * z, 1)


@of(data(2, 3))
def iota_as_weights(x):
    return x * jnp.arange(3.0)


@of(data(3, 3))
def iota_compared(x):
    return jnp.tril(x * x, -1)


@of(data(4, 3), np.array([2, 0, 3, 1]))
def one_hot_labels(x, l):
    return jnp.stack([x[0, 2], x[1, 0], 0.0 * x[2, 0], x[3, 1]])


@of(data(3, 4), data(4, at=1))
def argmax_chooses(x, y):
    i = jnp.argmax(x, 1)
    return y[i], i


@of(np.array([[3.0, 1.0, 1.0, 2.0], [0.0, 1.0, 5.0, 0.0]]))
def argmin_of_ties(x):
    return jnp.argmin(x, 1), jnp.argmax(x, 0)


@of(data(3))
def gather_duplicates(x):
    return x[0] + x[0] + x[2]


@of(data(5, 3), np.array([4, 1, 1, 0]))
def gather_rows(x, i):
    return x[i] ** 2


@of(data(3), np.array([-1, 2, 3, 0]))
def gather_outside(x, i):
    return jnp.exp(jnp.stack([0.0 * x[0], x[2], 0.0 * x[0], x[0]]))


@of(data(3, 4), np.array([0, 2, 0]), np.array([1, 3, 1], np.int32))
def gather_by_two_indices(x, i, j):
    return jnp.sin(x[i, j])


@of(data(2, 3), np.array([[0, 2], [1, 2]]))
def gather_columns(x, i):
    return jnp.moveaxis(x[:, i], 0, -1) ** 2


@of(data(4, 2), 3)
def gather_one_row(x, k):
    return jnp.exp(x[3])


@of(data(4, 2), data(3, 2, at=1), np.array([2, 0, 2, 7]))
def scatter_add(u, x, i):
    return x.at[jnp.array([2, 0, 2])].add(u[:3]) ** 2


@of(data(4), data(5, at=1), np.array([1, 3, 1, 0]))
def scatter_set(u, x, i):
    return jnp.stack([u[3], u[2], x[2], u[1], x[4]]) ** 2


@of(data(3), data(3, at=1), np.array([2, 0, 2]))
def scatter_min_and_max(u, x, i):
    a = jnp.stack([jnp.minimum(x[0], u[1]), x[1], jnp.minimum(jnp.minimum(x[2], u[0]), u[2])])
    b = jnp.stack([jnp.maximum(x[0], u[1]), x[1], jnp.maximum(jnp.maximum(x[2], u[0]), u[2])])
    return a, b


@of(0.4, data(2, 3), 1, 2)
def scatter_one_element(s, x, i, j):
    return jnp.sin(x.at[1, 2].add(jnp.exp(s)))


@of(data(5))
def sort_values(x):
    return jnp.sort(x) * jnp.arange(5.0)


@of(data(2, 4), data(2, 4, at=1))
def sort_pairs_descending(x, y):
    q = jnp.argsort(-x, 1)
    a, b = jnp.take_along_axis(x, q, 1), jnp.take_along_axis(y, q, 1)
    return a, a * b, q


@of(data(5))
def median(x):
    return jnp.sort(x)[2] ** 2


@of(data(3, 4))
def top_two(x):
    return jnp.sum(jnp.exp(jnp.sort(x, 1)[:, 2:]), 1)


@of(data(7))
def unfold_windows(x):
    return jnp.stack([x[0:3], x[2:5], x[4:7]]) ** 2


@of(data(4, 2))
def fold_windows(w):
    x = jnp.zeros(6)
    for i in range(4):
        for j in range(2):
            x = x.at[i + 2 * j].add(w[i, j])
    return x * x


@of(data(3, 3), 8)
def fold_to_unknown_size(w, n):
    x = jnp.zeros(8)
    for i in range(3):
        x = x.at[2 * i : 2 * i + 3].add(w[i])
    return jnp.sin(x)


@of(data(7), data(3, at=1))
def convolution_1d(x, k):
    return jnp.convolve(x, k[::-1], mode="valid")


@of(data(6), data(2, at=1))
def convolution_1d_causal(x, k):
    p = jnp.concatenate([jnp.zeros(2), x])
    return jnp.tanh(k[0] * p[:6] + k[1] * p[2:])


@of(data(2, 4, 5, 2), data(3, 3, 2, 2, at=1))
def convolution_2d(x, k):
    return lax.conv_general_dilated(x, k, (2, 2), ((1, 1), (1, 1)), dimension_numbers=("NHWC", "HWIO", "NHWC"))


@of(data(4, 4, 4), data(2, 2, 2, 2, 3, at=1))
def convolution_2d_groups(x, k):
    weights = jnp.concatenate([k[0], k[1]], -1)
    dimensions = ("NHWC", "HWIO", "NHWC")
    made = lax.conv_general_dilated(
        x[None], weights, (1, 1), "VALID", dimension_numbers=dimensions, feature_group_count=2
    )
    return made[0]


@of(data(5, 6), data(2, 3, at=1))
def convolution_2d_dilated(x, k):
    return lax.conv_general_dilated(x[None, None], k[None, None], (1, 1), "VALID", rhs_dilation=(2, 2))[0, 0]


@of(data(3, 3, 4), data(2, 2, 2, at=1))
def convolution_3d(x, k):
    return lax.conv_general_dilated(x[None, None], k[None, None], (1, 1, 1), "VALID")[0, 0]


@of(data(3), data(3, at=1))
def convolution_transposed(x, k):
    y = jnp.zeros(7)
    for i in range(3):
        y = y.at[2 * i : 2 * i + 3].add(x[i] * k)
    return y


@of(data(4, 4))
def pooling_maximum(x):
    return jnp.max(x.reshape(2, 2, 2, 2), (1, 3))


@of(np.array([1.0, 0.5, 4.0, 2.0, -1.0]))
def pooling_maximum_overlaps(x):
    return jnp.stack([jnp.max(x[0:3]), jnp.max(x[1:4]), jnp.max(x[2:5])])


@of(data(2, 4))
def pooling_average(x):
    return jnp.mean(x.reshape(1, 2, 2, 2), (1, 3)) ** 2


@of(data(3, 4))
def loop_over_rows(x):
    s = jnp.zeros(4)
    for i in range(3):
        s = jnp.sin(x[i] * s + x[i])
    return s


@of(data(5))
def loop_reads_elements(x):
    s = 1.0
    for i in range(5):
        s = jnp.cos(s * x[i])
    return s


@of(data(5))
def loop_updates_in_place(x):
    y = [x[0]]
    for i in range(1, 5):
        y.append(jnp.sin(y[-1] * x[i]))
    return jnp.stack(y)


@of(np.array([1.0, 2.0, 3.0]), 1.5)
def functional_update(a, x):
    return a[0] ** 2 + (x * x * a[0] + x) ** 2 + a[2] ** 2


@of(data(3), 0)
def loop_of_no_trips(x, n):
    return x


@of(data(3, 3), 0.3)
def loop_with_inner_loop(x, w):
    return jnp.where(np.tri(3, k=-1, dtype=bool), x * x.T + w, x)


@of(data(2), 2)
def loop_grows_array(x, n):
    return jnp.concatenate([jnp.sin(jnp.sin(x)), jnp.sin(x), x])


@of(np.array([1.9, -1.2, 0.7]))
def while_until_small(x):
    y, value = x, np.array([1.9, -1.2, 0.7])
    while np.sum(value**2) > 1:
        y, value = y * 0.5 * x, value * 0.5 * np.array([1.9, -1.2, 0.7])
    return y


@of(data(2), 3)
def while_with_counter(x, n):
    y = x
    for _ in range(3):
        y = jnp.sin(y) + x
    return y, np.int64(3)


@of(data(3), data(3, at=1))
def if_of_arrays(x, y):
    return x * y if data(3).sum() > 0 else jnp.exp(x)


@of(np.bool_(True), data(2))
def if_with_unknown_sizes(c, x):
    return jnp.concatenate([x, x]) ** 2


@of(2, data(3))
def switch_of_arrays(k, x):
    return jnp.exp(x)


@of(np.bool_(True), data(3))
def blocks_of_arrays(c, x):
    return jnp.sin(x) * x


@of((data(3), (np.float64(0.7), data(2))))
def tuple_of_arrays(t):
    x, (s, _) = t
    return [(x * s, jnp.sum(x * s))]


@of(data(2))
def tuple_holds_one_array_twice(x):
    return x * x * x


@of(data(3), data(3, at=1))
def closure_captures_array(x, y):
    return jnp.sin(jnp.sin(x * y) * y)


@of(np.bool_(False), data(2), data(2, at=1))
def closures_chosen(c, x, y):
    return jnp.sum(x) * (y @ y)


@of(data(2, 2), data(2, 2, at=1), data(2, at=2))
def function_returns_function(a, b, x):
    return jnp.tanh(a @ jnp.tanh(b @ jnp.tanh(a @ x)))


@of(data(2, 2), data(2, at=1))
def partial_application_of_arrays(w, x):
    return w @ (w @ x)


@of(data(5))
def recursion_over_halves(x):
    def product(x):
        if len(x) == 1:
            return jnp.sin(x[0])
        h = len(x) // 2
        p, q = product(x[:h]), product(x[h:])
        return p * q + p

    return product(x)


@of(data(2, 2), data(2, at=1), 3)
def recursion_by_counter(w, x, n):
    y = x
    for _ in range(3):
        y = jnp.tanh(w @ y) + x
    return y


@of(data(2, 2), data(2, at=1), data(2, at=2))
def tree_of_arrays(w, x, y):
    join = lambda p, q: jnp.tanh(w @ p + q)
    return join(y, join(join(x, y), x))


@of(data(3), data(3, at=1))
def gradient_in_program(x, y):
    return x - 0.4 * (x - y) ** 3


@of(data(3), data(3, at=1))
def pullback_in_program(x, y):
    return jnp.cos(x) * y * jnp.sin(x)


@of(data(3), data(3, at=1))
def tangent_in_program(x, y):
    return jnp.sum(3 * x * x * y)


@of(data(2, 4))
def softmax(x):
    return jax.nn.softmax(x, 1)


@of(np.array([1000.0, 1001.5, 998.0]))
def log_sum_exp(x):
    return jax.scipy.special.logsumexp(x)


@of(data(3, 4), np.array([2, 0, 3]))
def cross_entropy(x, l):
    return -jnp.mean(jax.nn.log_softmax(x, 1)[jnp.arange(3), l])


@of(data(2, 4), positive(4, at=1), data(4, at=2))
def layer_norm(x, g, b):
    d = x - jnp.mean(x, 1, keepdims=True)
    return d / jnp.sqrt(jnp.mean(d * d, 1, keepdims=True) + 1e-5) * g + b


@of(data(3, 2), data(3, 2, at=1), data(3, 2, at=2))
def attention(q, k, v):
    s = jnp.where(np.tri(3, dtype=bool), q @ k.T / np.sqrt(2), -1e30)
    return jax.nn.softmax(s, 1) @ v


@of(data(3, 2), data(3, at=1), data(1, 3, at=2), data(1, at=3), data(4, 2, at=4), data(4, 1, at=5))
def mlp_loss(w, b, u, c, x, y):
    return jnp.sum((jax.nn.relu(x @ w.T + b) @ u.T + c - y) ** 2)


@of(single(3, 2), single(3, at=1), single(4, 2, at=2))
def mlp_in_f32(w, b, x):
    return jnp.sum(jnp.tanh(x @ w.T + b) ** 2)


@of(data(2), data(2, 3, at=1), data(2, at=2), data(4, 3, at=3))
def gaussian_mixture(a, mu, s, x):
    n = jnp.sum((x[:, None] - mu) ** 2, 2)
    return jnp.sum(jax.scipy.special.logsumexp(a - 0.5 * n * jnp.exp(-2 * s) - 3 * s, 1))


@of(data(3, 2), data(5, 2, at=1))
def k_means(c, x):
    return jnp.sum(jnp.min(jnp.sum((x[:, None] - c) ** 2, 2), 1))


@of(data(8, 4), data(8, at=1), data(2, at=2), data(2, at=3), data(2, at=4))
def lstm_cell(w, b, h, c, x):
    g = w @ jnp.concatenate([h, x]) + b
    cell = c * jax.nn.sigmoid(g[:2]) + jax.nn.sigmoid(g[2:4]) * jnp.tanh(g[6:])
    return jax.nn.sigmoid(g[4:6]) * jnp.tanh(cell), cell


@of(data(2, 2), data(2, 2, at=1), data(4, 2, at=2))
def recurrent_network(w, u, x):
    s = jnp.zeros(2)
    for i in range(4):
        s = jnp.tanh(w @ s + u @ x[i])
    return jnp.sum(s)


@of(np.array([1.2, 0.7]), np.array([0.9, 1.1]))
def ode_steps(y, k):
    slope = lambda y: jnp.stack([y[0] * (k[0] - y[1]), y[1] * (y[0] - k[1])])
    for _ in range(4):
        s1 = slope(y)
        s2 = slope(y + 0.05 * s1)
        s3 = slope(y + 0.05 * s2)
        s4 = slope(y + 0.1 * s3)
        y = y + 0.016666666666666666 * (2.0 * (s2 + s3) + (s1 + s4))
    return y


@of(data(3, 3) + 2 * np.eye(3))
def determinant(x):
    c = jnp.cross(x[1], x[2])
    return x[0] @ c


@of(data(3, 3) @ data(3, 3).T + 2 * np.eye(3))
def cholesky(x):
    # The program reads only what stands on and below the diagonal.
    l = [[0.0 * x[0, 0]] * 3 for _ in range(3)]
    for j in range(3):
        for i in range(j, 3):
            d = x[i, j] - sum((l[i][k] * l[j][k] for k in range(j)), 0.0)
            l[i][j] = jnp.sqrt(d) if i == j else d / l[j][j]
    return jnp.stack([jnp.stack(row) for row in l])


@of(np.tril(data(3, 3)) + 2 * np.eye(3), data(3, at=1))
def triangular_solve(l, b):
    x = [b[0] / l[0, 0]]
    x.append((b[1] - l[1, 0] * x[0]) / l[1, 1])
    x.append((b[2] - l[2, 0] * x[0] - l[2, 1] * x[1]) / l[2, 2])
    return jnp.stack(x)


@of(data(3, 3) @ data(3, 3).T + np.diag([1.0, 2.0, 3.0]), np.ones(3))
def power_iteration(a, x):
    for _ in range(4):
        w = a @ x
        x = w / jnp.sqrt(w @ w)
    return x @ a @ x


@of(data(6), 0.2)
def heat_equation(u, k):
    for _ in range(3):
        u = u.at[1:-1].add(k * (u[:-2] - 2 * u[1:-1] + u[2:]))
    return u


@of(data(4, 3))
def n_body_potential(x):
    total = 0.0
    for i in range(4):
        for j in range(i + 1, 4):
            d = x[i] - x[j]
            total += 1 / jnp.sqrt(d @ d)
    return total


@of(data(5, 2), np.array([0, 2, 0, 1, 2]), 4)
def segment_sums(x, l, n):
    return jnp.exp(jax.ops.segment_sum(x, l, 4))


@of(data(4), np.array([0, 1, 1, 2]), np.array([2, 0, 2, 1]), data(3, at=1))
def sparse_matrix_vector(v, i, j, x):
    return jnp.zeros(3).at[i].add(v * x[j])


@of(data(4, 2))
def batch_norm(x):
    d = x - jnp.mean(x, 0)
    return d / jnp.sqrt(jnp.mean(d * d, 0))


@of(data(5), 0.8)
def huber_loss(x, d):
    return jnp.sum(jnp.where(jnp.abs(x) < d, 0.5 * x * x, d * (jnp.abs(x) - 0.5 * d)))


@of(positive(3))
def fixed_point_of_layer(x):
    y = jnp.ones(3)
    for _ in range(3):
        y = y - (y * y - x) / (2 * y)
    return y


@of(data(3, 2))
def norm_of_rows_normalised(x):
    u = x / jnp.sqrt(jnp.sum(x * x, 1, keepdims=True))
    return u @ u.T


@of(data(2, 2), 5)
def matrix_power_by_squaring(x, n):
    return jnp.linalg.matrix_power(x, 5)


# Structured ops of linalg.


@of(data(3, 4), data(4, 2, at=1), data(3, 2, at=2))
def linalg_matmul(a, b, c):
    return jnp.tanh(jnp.sin(a) @ b + c)


@of(data(2, 3), data(3, 4, at=1), data(4, at=2), data(4, 2, at=3), data(2, at=4))
def linalg_mlp(x, v, b, w, c):
    h = jnp.maximum(x @ v + b, 0.0)
    return jnp.maximum(h @ w + c, 0.0)


@of(data(2, 7, 8, 2), data(2, 3, 2, 3, at=1), order=1)
def linalg_convolution_2d(x, w):
    y = lax.conv_general_dilated(x, w, (2, 1), "VALID", rhs_dilation=(1, 2), dimension_numbers=("NHWC", "HWIO", "NHWC"))
    return lax.reduce_window(y, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 1, 2, 1), "VALID")


@of(data(3, 4))
def linalg_softmax_rows(x):
    return jax.nn.softmax(x, axis=1)


@of(data(2, 3, 4), data(3, 2, at=1), data(4, 2, at=2))
def linalg_three_factors(a, b, c):
    return jnp.einsum("ikl,kj,lj->ij", a, jnp.exp(b), c)


@of(data(3, 2), data(4, 2, at=1))
def linalg_distances(a, b):
    return jnp.sqrt(jnp.sum((a[:, None, :] - b[None, :, :]) ** 2, axis=2))


@of(data(2, 3), data(2, at=1))
def linalg_fold_of_any(a, b):
    for j in range(3):
        b = jnp.sin(a[:, j] * b)
    return b


@of(data(4, 4), data(2, at=1))
def linalg_maps_of_positions(a, b):
    i = jnp.arange(4)
    return jnp.sin(a[i, i] * b[i // 2] + i)


@of(data(2, 3, 4), data(2, 4, 5, at=1), data(2, 5, 2, at=2), 0.5)
def linalg_batch_attention(q, k, v, scale):
    return jnp.tanh(q @ k * scale) @ v


@of(data(2, 3))
def linalg_greatest_and_position(a):
    return jnp.max(a * a, axis=1), jnp.argmax(a * a, axis=1)


# Functions of many arguments at once, which are others of this page.


@of(data(2, 3, 4), data(2, 4, 5, at=1), data(2, 5, 2, at=2), 0.5)
def vmap_attention(q, k, v, scale):
    return linalg_batch_attention(q, k, v, scale)


@of(data(3, 2), data(4, 2, at=1))
def vmap_distances(a, b):
    return linalg_distances(a, b)


@of(data(2, 3), data(2, at=1))
def vmap_loop_of_each_row(a, b):
    return linalg_fold_of_any(a, b)


if __name__ == "__main__":
    main()
