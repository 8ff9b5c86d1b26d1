//! Other shapes, windows and contractions.

use super::{check, fails};

#[test]
fn shapes() {
    check(
        "%r = nd.broadcast %v [1] : tensor<3xf64> to tensor<2x3xf64>\nreturn %r",
        "tensor<2x3xf64>",
        "2x3: 3 1 2 3 1 2",
    );
    check(
        "%r = nd.broadcast %v [0] sizes(%c2) : tensor<3xf64> to tensor<3x?xf64>\nreturn %r",
        "tensor<3x?xf64>",
        "3x2: 3 3 1 1 2 2",
    );
    check(
        "%s = nd.reshape %v : tensor<3xf64> to tensor<3x1xf64>
         %r = nd.broadcast %s [0, 1] : tensor<3x1xf64> to tensor<3x2xf64>
         return %r",
        "tensor<3x2xf64>",
        "3x2: 3 3 1 1 2 2",
    );
    check(
        "%r = nd.broadcast %one [] : f64 to tensor<2x0xf64>\nreturn %r",
        "tensor<2x0xf64>",
        "2x0: ",
    );
    check(
        "%r = nd.sum %x [0] : tensor<2x3xf64> to tensor<3xf64>\nreturn %r",
        "tensor<3xf64>",
        "3: 5 7 9",
    );
    check(
        "%r = nd.sum %x [1] : tensor<2x3xf64> to tensor<2xf64>\nreturn %r",
        "tensor<2xf64>",
        "2: 6 15",
    );
    check(
        "%r = nd.sum %x [0, 1] : tensor<2x3xf64> to f64\nreturn %r",
        "f64",
        "21",
    );
    check(
        "%r = nd.sum %e [0] : tensor<0x3xf64> to tensor<3xf64>\nreturn %r",
        "tensor<3xf64>",
        "3: 0 0 0",
    );
    check(
        "%a = arith.constant dense<100> : tensor<3xi8>\n%r = nd.sum %a [0] : tensor<3xi8> to i8\nreturn %r",
        "i8",
        "44",
    );
    check(
        "%r = nd.transpose %x [1, 0] : tensor<2x3xf64> to tensor<3x2xf64>\nreturn %r",
        "tensor<3x2xf64>",
        "3x2: 1 4 2 5 3 6",
    );
    check(
        "%a = nd.iota 2 : tensor<1x2x3xindex>
         %b = nd.iota 1 : tensor<1x2x3xindex>
         %c = arith.muli %b, %c3t : tensor<1x2x3xindex>
         %d = arith.addi %a, %c : tensor<1x2x3xindex>
         %r = nd.transpose %d [2, 0, 1] : tensor<1x2x3xindex> to tensor<3x1x2xindex>
         return %r"
            .replace("%c3t", "%three")
            .replace(
                "%a = nd",
                "%three = arith.constant dense<3> : tensor<1x2x3xindex>\n%a = nd",
            )
            .as_str(),
        "tensor<3x1x2xindex>",
        "3x1x2: 0 3 1 4 2 5",
    );
    check(
        "%r = nd.reshape %x : tensor<2x3xf64> to tensor<3x2xf64>\nreturn %r",
        "tensor<3x2xf64>",
        "3x2: 1 2 3 4 5 6",
    );
    check(
        "%r = nd.reshape %x sizes(%c1) : tensor<2x3xf64> to tensor<?x6xf64>\nreturn %r",
        "tensor<?x6xf64>",
        "1x6: 1 2 3 4 5 6",
    );
    check(
        "%r = nd.reshape %one : f64 to tensor<1x1xf64>\nreturn %r",
        "tensor<1x1xf64>",
        "1x1: 1",
    );
    check(
        "%r = nd.reverse %x [1] : tensor<2x3xf64>\nreturn %r",
        "tensor<2x3xf64>",
        "2x3: 3 2 1 6 5 4",
    );
    check(
        "%r = nd.reverse %x [0, 1] : tensor<2x3xf64>\nreturn %r",
        "tensor<2x3xf64>",
        "2x3: 6 5 4 3 2 1",
    );
    fails(
        "%s = nd.iota 0 sizes(%c2) : tensor<?xf64>
         %r = nd.broadcast %s [0] : tensor<?xf64> to tensor<3xf64>
         return %r",
        "tensor<3xf64>",
        "shape [2] cannot be repeated to [3]",
    );
    fails(
        "%s = nd.iota 0 sizes(%c1) : tensor<?xf64>
         %r = nd.broadcast %s [0] : tensor<?xf64> to tensor<3xf64>
         return %r",
        "tensor<3xf64>",
        "shape [1] cannot be repeated to [3]",
    );
    fails(
        "%r = nd.reshape %x sizes(%c2) : tensor<2x3xf64> to tensor<?x6xf64>\nreturn %r",
        "tensor<?x6xf64>",
        "has not as many elements",
    );
    fails(
        "%n = arith.constant -1 : index
         %r = nd.iota 0 sizes(%n) : tensor<?xf64>
         return %r",
        "tensor<?xf64>",
        "the size -1 is negative",
    );
    fails(
        "%n = arith.constant 100000000000 : index
         %r = nd.iota 0 sizes(%n, %n) : tensor<?x?xf64>
         return %r",
        "tensor<?x?xf64>",
        "has more than",
    );
}

#[test]
fn windows() {
    let list = "%l = arith.constant dense<[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]> : tensor<6xf64>\n";
    check(
        &format!(
            "{list}%r = nd.unfold %l [0] window [3] : tensor<6xf64> to tensor<4x3xf64>\nreturn %r"
        ),
        "tensor<4x3xf64>",
        "4x3: 1 2 3 2 3 4 3 4 5 4 5 6",
    );
    check(
        &format!(
            "{list}%r = nd.unfold %l [0] window [2] stride [3] : tensor<6xf64> to tensor<2x2xf64>\nreturn %r"
        ),
        "tensor<2x2xf64>",
        "2x2: 1 2 4 5",
    );
    check(
        &format!(
            "{list}%r = nd.unfold %l [0] window [3] dilation [2] : tensor<6xf64> to tensor<2x3xf64>\nreturn %r"
        ),
        "tensor<2x3xf64>",
        "2x3: 1 3 5 2 4 6",
    );
    check(
        &format!(
            "{list}%r = nd.unfold %l [0] window [7] : tensor<6xf64> to tensor<0x7xf64>\nreturn %r"
        ),
        "tensor<0x7xf64>",
        "0x7: ",
    );
    check(
        "%r = nd.unfold %x [0, 1] window [2, 2] : tensor<2x3xf64> to tensor<1x2x2x2xf64>\nreturn %r",
        "tensor<1x2x2x2xf64>",
        "1x2x2x2: 1 2 4 5 2 3 5 6",
    );
    check(
        "%r = nd.unfold %x [1] window [2] : tensor<2x3xf64> to tensor<2x2x2xf64>\nreturn %r",
        "tensor<2x2x2xf64>",
        "2x2x2: 1 2 2 3 4 5 5 6",
    );
    check(
        "%r = nd.fold %x [0] window [3] : tensor<2x3xf64> to tensor<4xf64>\nreturn %r",
        "tensor<4xf64>",
        "4: 1 6 8 6",
    );
    check(
        "%r = nd.fold %x [0] window [3] stride [2] : tensor<2x3xf64> to tensor<6xf64>\nreturn %r",
        "tensor<6xf64>",
        "6: 1 2 7 5 6 0",
    );
    check(
        "%n = arith.constant 4 : index\n%r = nd.fold %x [0] window [3] sizes(%n) : tensor<2x3xf64> to tensor<?xf64>\nreturn %r",
        "tensor<?xf64>",
        "4: 1 6 8 6",
    );
    fails(
        "%r = nd.fold %x [0] window [3] sizes(%c3) : tensor<2x3xf64> to tensor<?xf64>\nreturn %r",
        "tensor<?xf64>",
        "the windows of shape [3] are [1, 3], not [2, 3]",
    );
}

#[test]
fn contractions() {
    check(
        "%r = nd.contract \"ij,j->i\" %x, %v : (tensor<2x3xf64>, tensor<3xf64>) -> tensor<2xf64>\nreturn %r",
        "tensor<2xf64>",
        "2: 11 29",
    );
    check(
        "%r = nd.contract \"ij,kj->ik\" %x, %x : (tensor<2x3xf64>, tensor<2x3xf64>) -> tensor<2x2xf64>\nreturn %r",
        "tensor<2x2xf64>",
        "2x2: 14 32 32 77",
    );
    check(
        "%r = nd.contract \"ij,ij->j\" %x, %x : (tensor<2x3xf64>, tensor<2x3xf64>) -> tensor<3xf64>\nreturn %r",
        "tensor<3xf64>",
        "3: 17 29 45",
    );
    check(
        "%r = nd.contract \"ij,k->kji\" %x, %v : (tensor<2x3xf64>, tensor<3xf64>) -> tensor<3x3x2xf64>\nreturn %r",
        "tensor<3x3x2xf64>",
        "3x3x2: 3 12 6 15 9 18 1 4 2 5 3 6 2 8 4 10 6 12",
    );
    check(
        "%r = nd.contract \"i,i->\" %v, %v : (tensor<3xf64>, tensor<3xf64>) -> f64\nreturn %r",
        "f64",
        "14",
    );
    check(
        "%r = nd.contract \"i,j->\" %v, %v : (tensor<3xf64>, tensor<3xf64>) -> tensor<f64>\nreturn %r",
        "tensor<f64>",
        ": 36",
    );
    check(
        "%r = nd.contract \",i->i\" %one, %v : (f64, tensor<3xf64>) -> tensor<3xf64>\nreturn %r",
        "tensor<3xf64>",
        "3: 3 1 2",
    );
    check(
        "%r = nd.contract \"ij,ik->jk\" %e, %e : (tensor<0x3xf64>, tensor<0x3xf64>) -> tensor<3x3xf64>\nreturn %r",
        "tensor<3x3xf64>",
        "3x3: 0 0 0 0 0 0 0 0 0",
    );
    fails(
        "%a = nd.iota 0 sizes(%c2) : tensor<?xf64>
         %r = nd.contract \"i,i->\" %a, %v : (tensor<?xf64>, tensor<3xf64>) -> f64
         return %r",
        "f64",
        "'i' is 3 in shapes [2] and [3]",
    );
}
