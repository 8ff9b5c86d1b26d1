//! Structured ops of `linalg`.

use super::{check, fails};

#[test]
fn named_ops() {
    check(
        "%t = arith.constant dense<[[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]> : tensor<3x2xf64>
         %i = arith.constant dense<10.0> : tensor<2x2xf64>
         %r = linalg.matmul ins(%x, %t : tensor<2x3xf64>, tensor<3x2xf64>) outs(%i : tensor<2x2xf64>) -> tensor<2x2xf64>
         return %r",
        "tensor<2x2xf64>",
        "2x2: 14 15 20 21",
    );
    check(
        "%i = tensor.empty() : tensor<2xf64>
         %z = linalg.fill ins(%one : f64) outs(%i : tensor<2xf64>) -> tensor<2xf64>
         %r = linalg.reduce { arith.mulf } ins(%x : tensor<2x3xf64>) outs(%z : tensor<2xf64>) dimensions = [1]
         return %r",
        "tensor<2xf64>",
        "2: 6 120",
    );
    check(
        "%i = tensor.empty() : tensor<3x2xf64>
         %r = linalg.transpose ins(%x : tensor<2x3xf64>) outs(%i : tensor<3x2xf64>) permutation = [1, 0]
         return %r",
        "tensor<3x2xf64>",
        "3x2: 1 4 2 5 3 6",
    );
}

#[test]
fn any_map_and_body() {
    // r[i] = the sum over j of v[i + j] * (j + 1), from 1.
    check(
        "%i = arith.constant dense<1.0> : tensor<2xf64>
         %w = tensor.empty() : tensor<2xf64>
         %r = linalg.generic {
           indexing_maps = [affine_map<(i, j) -> (i + j)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i)>],
           iterator_types = [\"parallel\", \"reduction\"]
         } ins(%v, %w : tensor<3xf64>, tensor<2xf64>) outs(%i : tensor<2xf64>) {
         ^bb0(%a: f64, %b: f64, %c: f64):
           %j = linalg.index 1 : index
           %ji = arith.index_cast %j : index to i64
           %f = arith.sitofp %ji : i64 to f64
           %g = arith.addf %f, %one : f64
           %m = arith.mulf %a, %g : f64
           %n = arith.addf %c, %m : f64
           linalg.yield %n : f64
         } -> tensor<2xf64>
         return %r",
        "tensor<2xf64>",
        "2: 6 6",
    );
}

#[test]
fn sizes_that_do_not_fit() {
    fails(
        "%u = tensor.cast %v : tensor<3xf64> to tensor<?xf64>
         %w = tensor.extract_slice %u[0] [%c2] [1] : tensor<?xf64> to tensor<?xf64>
         %i = tensor.empty(%c3) : tensor<?xf64>
         %r = linalg.add ins(%u, %w : tensor<?xf64>, tensor<?xf64>) outs(%i : tensor<?xf64>) -> tensor<?xf64>
         return %r",
        "tensor<?xf64>",
        "differ",
    );
}
