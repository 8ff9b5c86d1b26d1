//! `functional.vmap`.

use super::{check, fails};

#[test]
fn lanes_are_put_together() {
    let row = "%f = functional.lambda (%a: tensor<2xf64>, %b: f64) -> tensor<2xf64> {
         %c = nd.broadcast %b [] : f64 to tensor<2xf64>
         %d = arith.addf %a, %c : tensor<2xf64>
         functional.return %d : tensor<2xf64>
       }
       %g = functional.vmap %f in [1, 0] out";
    let types = "!functional.fn<(tensor<2xf64>, f64) -> tensor<2xf64>>";
    check(
        &format!(
            "{row} [0] : {types} to !functional.fn<(tensor<2x3xf64>, tensor<3xf64>) -> tensor<3x2xf64>>
             %r = functional.apply %g(%x, %v) : !functional.fn<(tensor<2x3xf64>, tensor<3xf64>) -> tensor<3x2xf64>>
             return %r"
        ),
        "tensor<3x2xf64>",
        "3x2: 4 7 3 6 5 8",
    );
    check(
        &format!(
            "{row} [1] : {types} to !functional.fn<(tensor<2x3xf64>, tensor<3xf64>) -> tensor<2x3xf64>>
             %r = functional.apply %g(%x, %v) : !functional.fn<(tensor<2x3xf64>, tensor<3xf64>) -> tensor<2x3xf64>>
             return %r"
        ),
        "tensor<2x3xf64>",
        "2x3: 4 3 5 7 6 8",
    );
}

#[test]
fn no_lane_and_one_argument_for_all() {
    let body = "%f = functional.lambda (%a: f64, %b: f64) -> f64 {
         %c = arith.mulf %a, %b : f64
         functional.return %c : f64
       }
       %g = functional.vmap %f in [0, -1] out [0] : !functional.fn<(f64, f64) -> f64> to !functional.fn<(tensor<?xf64>, f64) -> tensor<?xf64>>";
    check(
        &format!(
            "{body}
             %w = tensor.cast %v : tensor<3xf64> to tensor<?xf64>
             %n = tensor.extract_slice %w[0] [%c0] [1] : tensor<?xf64> to tensor<?xf64>
             %r = functional.apply %g(%n, %one) : !functional.fn<(tensor<?xf64>, f64) -> tensor<?xf64>>
             return %r"
        ),
        "tensor<?xf64>",
        "0: ",
    );
}

#[test]
fn other_numbers_of_lanes() {
    fails(
        "%f = functional.lambda (%a: f64, %b: f64) -> f64 {
           %c = arith.mulf %a, %b : f64
           functional.return %c : f64
         }
         %g = functional.vmap %f in [0, 0] out [0] : !functional.fn<(f64, f64) -> f64> to !functional.fn<(tensor<?xf64>, tensor<?xf64>) -> tensor<?xf64>>
         %w = tensor.cast %v : tensor<3xf64> to tensor<?xf64>
         %n = tensor.extract_slice %w[0] [%c1] [1] : tensor<?xf64> to tensor<?xf64>
         %r = functional.apply %g(%n, %w) : !functional.fn<(tensor<?xf64>, tensor<?xf64>) -> tensor<?xf64>>
         return %r",
        "tensor<?xf64>",
        "other numbers of lanes",
    );
}
