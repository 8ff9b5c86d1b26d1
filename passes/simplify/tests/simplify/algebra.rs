//! Algebra: what is rewritten, that it has the same bits, and what is left alone.

use crate::{formula::parse, run, simplified};

/// Float types that every rule serves.
const TYPES: [&str; 7] = [
    "f64",
    "f32",
    "f16",
    "bf16",
    "vector<4xf32>",
    "vector<[2]xf64>",
    "tensor<2x3xf16>",
];

/// Rules that hold without flags.
const EXACT: [(&str, &str); 27] = [
    ("x * 1", "x"),
    ("1 * x", "x"),
    ("x / 1", "x"),
    ("x - 0", "x"),
    ("x + -0", "x"),
    ("x * -1", "-x"),
    ("-1 * x", "-x"),
    ("x / -1", "-x"),
    ("x + -y", "x - y"),
    ("-x + y", "y - x"),
    ("x - -y", "x + y"),
    ("-x * -y", "x * y"),
    ("-x * y", "-(x * y)"),
    ("x * -y", "-(x * y)"),
    ("-x / -y", "x / y"),
    ("-x / y", "-(x / y)"),
    ("x / -y", "-(x / y)"),
    ("-x * 3", "x * -3"),
    ("3 / -x", "-3 / x"),
    ("-(x * 3)", "x * -3"),
    ("-(3 / x)", "-3 / x"),
    ("x - (-y) * z", "x + y * z"),
    ("(y + y) + y", "y * 3"),
    ("(y * 2 + y * 4) + x", "y * 6 + x"),
    ("y * 3 + y", "y * 4"),
    ("y + (y + y + y)", "y * 4"),
    ("y + y + y + y + y", "y * 5"),
];

/// What is not the same without flags, and what would be no gain.
const KEPT: [&str; 14] = [
    "x + 0",
    "x - -0",
    "0 - x",
    "x - x",
    "x * 0",
    "-(x - y)",
    "-x - y",
    "x + x",
    "y * 5 + y",
    "y * 4 - y * 2",
    "x * y + x * z",
    "x / z + y / z",
    "(x * 3) * 5",
    "2 / (3 / x)",
];

/// Rules that hold with these flags on all ops.
const FLAGGED: [(&str, &str, &str); 20] = [
    ("nsz", "x + 0", "x"),
    ("nsz", "x - 0", "x"),
    ("nsz", "0 - x", "-x"),
    ("nnan", "x - x", "0"),
    ("nsz", "-(x - y)", "y - x"),
    ("nsz", "-x - y", "-(x + y)"),
    ("reassoc,nsz", "x * 3 + x * 4", "x * 7"),
    ("reassoc,nsz", "x * 5 + x", "x * 6"),
    ("reassoc,nsz", "x + x * 5", "x * 6"),
    ("reassoc,nsz", "x * 3 - x", "x * 2"),
    ("reassoc,nsz", "x * 3 - x * 4", "-x"),
    ("reassoc,nsz", "x + x * 5 + x", "x * 7"),
    ("reassoc,nsz", "x * y + z * x", "x * (y + z)"),
    ("reassoc,nsz", "y * x - y * z", "y * (x - z)"),
    ("reassoc,nsz", "x / z + y / z", "(x + y) / z"),
    ("reassoc", "(x * 3) * 5", "x * 15"),
    ("reassoc", "(x + x) * 5", "x * 10"),
    ("reassoc,arcp", "1 / (1 / x)", "x"),
    ("reassoc,arcp", "(x / 4) * 8", "x * 2"),
    ("reassoc,arcp", "(x * 8) / 4", "x * 2"),
];

/// The module after what upstream does anyway.
fn canonical(module: &str) -> String {
    run(module, "func.func(canonicalize,cse)")
}

#[test]
fn exact_rules_rewrite_every_float_type() {
    for (left, right) in EXACT {
        for ty in TYPES {
            let found = simplified(&parse(left).module(ty, "none"));
            let expected = canonical(&parse(right).module(ty, "none"));
            assert_eq!(found, expected, "{left} = {right} on {ty}");
        }
    }
}

#[test]
fn exact_rules_give_the_same_bits() {
    for (left, right) in EXACT {
        let (before, after) = (parse(left), parse(right));
        for point in points() {
            let (before, after) = (before.value(point), after.value(point));
            let same = before.to_bits() == after.to_bits() || before.is_nan() && after.is_nan();
            assert!(
                same,
                "{left} = {right} at {point:?}: {before:?} and {after:?}"
            );
        }
    }
}

#[test]
fn the_points_tell_wrong_rules_from_right_ones() {
    for (left, right) in [
        ("x + 0", "x"),
        ("0 - x", "-x"),
        ("x - x", "0"),
        ("x * 0", "0"),
        ("-(x - y)", "y - x"),
        ("-x - y", "-(x + y)"),
        ("y * 5 + y", "y * 6"),
        ("y * 3 + y * 2", "y * 5"),
        ("y * 4 - y * 2", "y * 2"),
        ("x * y + x * z", "x * (y + z)"),
        ("(x * 3) * 5", "x * 15"),
        ("(x * 0.5) * 2", "x"),
    ] {
        let (left, right) = (parse(left), parse(right));
        assert!(points().any(|point| {
            let (left, right) = (left.value(point), right.value(point));
            left.to_bits() != right.to_bits() && !(left.is_nan() && right.is_nan())
        }));
    }
}

#[test]
fn what_is_not_exact_is_kept_without_flags() {
    let flagged = FLAGGED.map(|(_, left, _)| left);
    for text in KEPT.into_iter().chain(flagged) {
        if EXACT.iter().any(|(left, _)| *left == text) {
            continue;
        }
        for flags in ["none", "contract,afn,ninf"] {
            let module = parse(text).module("f64", flags);
            assert_eq!(
                simplified(&module),
                canonical(&module),
                "{text} with {flags}"
            );
        }
    }
}

#[test]
fn flags_allow_more() {
    for (flags, left, right) in FLAGGED {
        for flags in [flags, "fast"] {
            for ty in TYPES {
                let found = simplified(&parse(left).module(ty, flags));
                let expected = canonical(&parse(right).module(ty, flags));
                assert_eq!(found, expected, "{left} = {right} on {ty} with {flags}");
            }
        }
    }
}

#[test]
fn what_flags_allow_is_nearly_the_same() {
    for (_, left, right) in FLAGGED {
        let (left, right) = (parse(left), parse(right));
        for point in [[1.5, -0.7, 3.1], [-2.25, 1e3, 0.3], [7.0, 7.0, -1e-3]] {
            let (left, right) = (left.value(point), right.value(point));
            assert!(
                (left - right).abs() <= 1e-12 * left.abs().max(1.0),
                "{left} {right}"
            );
        }
    }
}

#[test]
fn the_flags_of_all_ops_count() {
    let text = "func.func @f(%x: f64, %y: f64, %z: f64) -> f64 {
      %a = arith.mulf %x, %y fastmath<reassoc,nsz,contract> : f64
      %b = arith.mulf %x, %z fastmath<FLAGS> : f64
      %c = arith.addf %a, %b fastmath<reassoc,nsz,arcp,contract> : f64
      return %c : f64
    }";
    let kept = simplified(&text.replace("FLAGS", "reassoc"));
    assert!(kept.matches("arith.mulf").count() == 2, "{kept}");
    let factored = simplified(&text.replace("FLAGS", "reassoc,nsz,afn"));
    assert!(
        factored.contains("arith.mulf %arg0, %0 fastmath<reassoc,nsz> : f64"),
        "{factored}"
    );
}

#[test]
fn a_constant_that_is_not_normal_is_not_made() {
    for text in [
        "(x * 0.00000000000000000000000000000000001) * 0.00000000000000000000000000000000001",
        "(x * 1000000000000000000000000000000) * 1000000000000000000000000000000",
    ] {
        let module = parse(text).module("f32", "fast");
        assert_eq!(simplified(&module), canonical(&module));
    }
}

#[test]
fn shapes_without_a_splat_are_served_where_no_constant_is_made() {
    let ty = "tensor<?xf64>";
    let found = simplified(&parse("x + -y").module(ty, "none"));
    assert_eq!(found, canonical(&parse("x - y").module(ty, "none")));
    let tripled = parse("(x + x) + x").module(ty, "none");
    assert_eq!(simplified(&tripled), canonical(&tripled));
}

/// All triples of special values, and some random ones.
fn points() -> impl Iterator<Item = [f64; 3]> {
    const SPECIAL: [f64; 15] = [
        0.0,
        -0.0,
        1.0,
        -1.0,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        f64::MIN_POSITIVE,
        5e-324,
        -5e-324,
        f64::MAX,
        f64::MIN,
        f64::MAX / 2.5,
        1.0 / 3.0,
        -4503599627370497.5,
    ];
    let special = SPECIAL.into_iter().flat_map(|x| {
        SPECIAL
            .into_iter()
            .flat_map(move |y| SPECIAL.into_iter().map(move |z| [x, y, z]))
    });
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let random = std::iter::repeat_with(move || {
        [(); 3].map(|()| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            f64::from_bits(state)
        })
    });
    special.chain(random.take(20_000))
}

/// The proof for `3 * y + y` does not depend on the precision; here is every mantissa of one.
#[test]
fn three_and_one_are_four_for_every_mantissa_of_f32() {
    for bits in 1.0_f32.to_bits()..2.0_f32.to_bits() {
        let y = f32::from_bits(bits);
        assert!((y + y + y) + y == 4.0 * y && 3.0 * y + y == 4.0 * y, "{y}");
    }
}
