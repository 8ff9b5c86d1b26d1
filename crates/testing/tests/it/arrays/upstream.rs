//! Upstream's `tensor`.

use super::{check, fails};

#[test]
fn elements_and_slices() {
    check(
        "%r = tensor.extract %x[%c1, %c2] : tensor<2x3xf64>\nreturn %r",
        "f64",
        "6",
    );
    check(
        "%r = tensor.insert %zero into %x[%c0, %c1] : tensor<2x3xf64>\nreturn %r",
        "tensor<2x3xf64>",
        "2x3: 1 0 3 4 5 6",
    );
    check(
        "%r = tensor.from_elements %one, %zero : tensor<2xf64>\nreturn %r",
        "tensor<2xf64>",
        "2: 1 0",
    );
    check(
        "%r = tensor.splat %one[%c2] : tensor<?x2xf64>\nreturn %r",
        "tensor<?x2xf64>",
        "2x2: 1 1 1 1",
    );
    check(
        "%r = tensor.empty(%c2) : tensor<?xf64>\nreturn %r",
        "tensor<?xf64>",
        "2: poison poison",
    );
    check(
        "%r = tensor.dim %x, %c1 : tensor<2x3xf64>\nreturn %r",
        "index",
        "3",
    );
    check(
        "%r = tensor.rank %x : tensor<2x3xf64>\nreturn %r",
        "index",
        "2",
    );
    check(
        "%r = tensor.cast %x : tensor<2x3xf64> to tensor<?x3xf64>\nreturn %r",
        "tensor<?x3xf64>",
        "2x3: 1 2 3 4 5 6",
    );
    check(
        "%r = tensor.extract_slice %x[0, 1] [2, 2] [1, 1] : tensor<2x3xf64> to tensor<2x2xf64>\nreturn %r",
        "tensor<2x2xf64>",
        "2x2: 2 3 5 6",
    );
    check(
        "%r = tensor.extract_slice %x[%c1, 0] [1, %c2] [1, 2] : tensor<2x3xf64> to tensor<1x?xf64>\nreturn %r",
        "tensor<1x?xf64>",
        "1x2: 4 6",
    );
    check(
        "%r = tensor.extract_slice %x[1, 0] [1, 3] [1, 1] : tensor<2x3xf64> to tensor<3xf64>\nreturn %r",
        "tensor<3xf64>",
        "3: 4 5 6",
    );
    check(
        "%r = tensor.extract_slice %x[0, 2] [2, 1] [1, 1] : tensor<2x3xf64> to tensor<2xf64>\nreturn %r",
        "tensor<2xf64>",
        "2: 3 6",
    );
    check(
        "%r = tensor.extract_slice %x[1, 0] [1, 1] [1, 1] : tensor<2x3xf64> to tensor<f64>\nreturn %r",
        "tensor<f64>",
        ": 4",
    );
    check(
        "%r = tensor.insert_slice %v into %x[1, 0] [1, 3] [1, 1] : tensor<3xf64> into tensor<2x3xf64>\nreturn %r",
        "tensor<2x3xf64>",
        "2x3: 1 2 3 3 1 2",
    );
    check(
        "%s = arith.constant dense<9.0> : tensor<1x2xf64>
         %r = tensor.insert_slice %s into %x[0, 0] [1, 2] [1, 2] : tensor<1x2xf64> into tensor<2x3xf64>
         return %r",
        "tensor<2x3xf64>",
        "2x3: 9 2 9 4 5 6",
    );
    check(
        "%r = tensor.concat dim(0) %x, %e, %x : (tensor<2x3xf64>, tensor<0x3xf64>, tensor<2x3xf64>) -> tensor<4x3xf64>\nreturn %r",
        "tensor<4x3xf64>",
        "4x3: 1 2 3 4 5 6 1 2 3 4 5 6",
    );
    check(
        "%r = tensor.concat dim(1) %x, %x : (tensor<2x3xf64>, tensor<2x3xf64>) -> tensor<2x6xf64>\nreturn %r",
        "tensor<2x6xf64>",
        "2x6: 1 2 3 1 2 3 4 5 6 4 5 6",
    );
    check(
        "%r = tensor.pad %v low[1] high[%c2] { ^bb0(%i: index): tensor.yield %zero : f64 } : tensor<3xf64> to tensor<?xf64>
         return %r",
        "tensor<?xf64>",
        "6: 0 3 1 2 0 0",
    );
    check(
        "%r = tensor.generate %c2 { ^bb0(%i: index, %j: index): %s = arith.addi %i, %j : index tensor.yield %s : index } : tensor<?x3xindex>
         return %r",
        "tensor<?x3xindex>",
        "2x3: 0 1 2 1 2 3",
    );
    check(
        "%r = tensor.collapse_shape %x [[0, 1]] : tensor<2x3xf64> into tensor<6xf64>\nreturn %r",
        "tensor<6xf64>",
        "6: 1 2 3 4 5 6",
    );
    check(
        "%r = tensor.expand_shape %v [[0, 1]] output_shape [3, 1] : tensor<3xf64> into tensor<3x1xf64>\nreturn %r",
        "tensor<3x1xf64>",
        "3x1: 3 1 2",
    );
    check(
        "%s = arith.constant dense<[3, 2]> : tensor<2xindex>\n%r = tensor.reshape %x(%s) : (tensor<2x3xf64>, tensor<2xindex>) -> tensor<?x2xf64>\nreturn %r",
        "tensor<?x2xf64>",
        "3x2: 1 2 3 4 5 6",
    );
    fails(
        "%r = tensor.extract %x[%c2, %c0] : tensor<2x3xf64>\nreturn %r",
        "f64",
        "position 2 is outside of shape [2, 3]",
    );
    fails(
        "%r = tensor.extract_slice %v[%c2] [2] [1] : tensor<3xf64> to tensor<2xf64>\nreturn %r",
        "tensor<2xf64>",
        "is not inside of dimension 0 of shape [3]",
    );
    fails(
        "%s = nd.iota 0 sizes(%c2) : tensor<?xf64>\n%r = tensor.cast %s : tensor<?xf64> to tensor<3xf64>\nreturn %r",
        "tensor<3xf64>",
        "the shape is [2], and the type says [Some(3)]",
    );
}
