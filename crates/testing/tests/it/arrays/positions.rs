//! Positions as data.

use super::check;

#[test]
fn positions_as_data() {
    check(
        "%r = nd.iota 1 : tensor<2x3xf32>\nreturn %r",
        "tensor<2x3xf32>",
        "2x3: 0 1 2 0 1 2",
    );
    check(
        "%r = nd.iota 0 sizes(%c2) : tensor<?x2xi8>\nreturn %r",
        "tensor<?x2xi8>",
        "2x2: 0 0 1 1",
    );
    check(
        "%r = nd.one_hot %k : tensor<4xi64> to tensor<4x3xf64>\nreturn %r",
        "tensor<4x3xf64>",
        "4x3: 0 0 1 1 0 0 0 0 0 1 0 0",
    );
    check(
        "%n = arith.constant -1 : i8\n%r = nd.one_hot %n : i8 to tensor<2xi1>\nreturn %r",
        "tensor<2xi1>",
        "2: 0 0",
    );
    check(
        "%t = arith.constant true\n%r = nd.one_hot %t sizes(%c2) : i1 to tensor<?xf64>\nreturn %r",
        "tensor<?xf64>",
        "2: 0 1",
    );
    check(
        "%r = nd.argmax %x 0 : tensor<2x3xf64> to tensor<3xindex>\nreturn %r",
        "tensor<3xindex>",
        "3: 1 1 1",
    );
    check(
        "%r = nd.argmin %v 0 : tensor<3xf64> to i32\nreturn %r",
        "i32",
        "1",
    );
    check(
        "%r = nd.argmin %k 0 : tensor<4xi64> to index\nreturn %r",
        "index",
        "1",
    );
    check(
        "%a = arith.constant dense<[-1, 1]> : tensor<2xi8>\n%r = nd.argmax %a 0 : tensor<2xi8> to index\nreturn %r",
        "index",
        "1",
    );
    check(
        "%a = arith.constant dense<[1.0, 0x7FF8000000000000, 5.0, 0x7FF8000000000000]> : tensor<4xf64>\n%r = nd.argmin %a 0 : tensor<4xf64> to index\nreturn %r",
        "index",
        "1",
    );
    check(
        "%a = arith.constant dense<[false, true]> : tensor<2xi1>\n%r = nd.argmax %a 0 : tensor<2xi1> to index\nreturn %r",
        "index",
        "1",
    );
    check(
        "%r = nd.argmax %e 0 : tensor<0x3xf64> to tensor<3xindex>\nreturn %r",
        "tensor<3xindex>",
        "3: 0 0 0",
    );
}

#[test]
fn gather_and_scatter() {
    check(
        "%r = nd.gather %v[%k] along [0] : tensor<3xf64>[tensor<4xi64>] to tensor<4xf64>\nreturn %r",
        "tensor<4xf64>",
        "4: 2 3 0 3",
    );
    check(
        "%r = nd.gather %x[%k] along [1] : tensor<2x3xf64>[tensor<4xi64>] to tensor<4x2xf64>\nreturn %r",
        "tensor<4x2xf64>",
        "4x2: 3 6 1 4 0 0 1 4",
    );
    check(
        "%r = nd.gather %x[%c1] along [0] : tensor<2x3xf64>[index] to tensor<3xf64>\nreturn %r",
        "tensor<3xf64>",
        "3: 4 5 6",
    );
    check(
        "%r = nd.gather %x[%c1, %c2] along [0, 1] : tensor<2x3xf64>[index, index] to f64\nreturn %r",
        "f64",
        "6",
    );
    check(
        "%n = arith.constant -1 : index\n%r = nd.gather %x[%n, %c2] along [0, 1] : tensor<2x3xf64>[index, index] to f64\nreturn %r",
        "f64",
        "0",
    );
    check(
        "%i = arith.constant dense<[0, 1, 1]> : tensor<3xindex>
         %j = arith.constant dense<[2, 0, 1]> : tensor<3xi8>
         %r = nd.gather %x[%i, %j] along [0, 1] : tensor<2x3xf64>[tensor<3xindex>, tensor<3xi8>] to tensor<3xf64>
         return %r",
        "tensor<3xf64>",
        "3: 3 4 5",
    );
    let updates = "%u = arith.constant dense<[10.0, 20.0, 30.0, 0.5]> : tensor<4xf64>\n";
    for (combine, expected) in [
        ("add", "3: 23.5 1 12"),
        ("set", "3: 0.5 1 10"),
        ("min", "3: 0.5 1 2"),
        ("max", "3: 20 1 10"),
    ] {
        check(
            &format!(
                "{updates}%r = nd.scatter {combine} %u into %v[%k] along [0] : tensor<4xf64> into tensor<3xf64>[tensor<4xi64>]\nreturn %r"
            ),
            "tensor<3xf64>",
            expected,
        );
    }
    check(
        "%n = arith.constant 0x7FF8000000000000 : f64
         %r = nd.scatter min %n into %v[%c1] along [0] : f64 into tensor<3xf64>[index]
         return %r",
        "tensor<3xf64>",
        "3: 3 NaN 2",
    );
    check(
        "%u = arith.constant dense<[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]]> : tensor<4x2xf64>
         %r = nd.scatter add %u into %x[%k] along [1] : tensor<4x2xf64> into tensor<2x3xf64>[tensor<4xi64>]
         return %r",
        "tensor<2x3xf64>",
        "2x3: 11 2 4 16 5 8",
    );
}

#[test]
fn sort() {
    check(
        "%r = nd.sort %v along 0 : tensor<3xf64>\nreturn %r",
        "tensor<3xf64>",
        "3: 1 2 3",
    );
    check(
        "%i = nd.iota 0 : tensor<4xindex>
         %r, %s = nd.sort %k, %i along 0 : tensor<4xi64>, tensor<4xindex>
         %t, %u = nd.sort %k, %i along 0 descending : tensor<4xi64>, tensor<4xindex>
         return %r, %s, %t, %u",
        "tensor<4xi64>, tensor<4xindex>, tensor<4xi64>, tensor<4xindex>",
        "4: 0 0 2 3; 4: 1 3 0 2; 4: 3 2 0 0; 4: 2 0 1 3",
    );
    check(
        "%a = arith.constant dense<[[5.0, 0x7FF8000000000000], [-1.0, 2.0], [3.0, 1.0]]> : tensor<3x2xf64>
         %r = nd.sort %a along 0 : tensor<3x2xf64>
         %s = nd.sort %a along 0 descending : tensor<3x2xf64>
         return %r, %s",
        "tensor<3x2xf64>, tensor<3x2xf64>",
        "3x2: -1 1 3 2 5 NaN; 3x2: 5 2 3 1 -1 NaN",
    );
}
