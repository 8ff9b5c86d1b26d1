//! The programs of `peers/` compute what their comments say.

use pullback_codegen::{Jit, Value};
use pullback_db::{Database, Derivative, FpMode, Mode, Request};
use std::{fs, path::Path};

/// `@f` of a program, or a derivative of it, at these arguments.
fn results(name: &str, arguments: &[Value], derivative: Derivative, fp: FpMode) -> Vec<f64> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("peers")
        .join(name);
    let mut db = Database::new();
    let file = db.set_file(
        name,
        fs::read_to_string(path).expect("the program is there"),
    );
    let request = Request {
        fp,
        ..Request::new(file, "f", derivative)
    };
    let image = db.image(&request).expect("the program compiles");
    let jit = Jit::new().expect("this machine runs code");
    for object in &image.objects {
        jit.add_object(object).expect("objects are new");
    }
    let results = jit
        .call(&image.entry, arguments)
        .expect("the arguments fit");
    let floats = results
        .into_iter()
        .map(|result| result.as_f64().expect("results are floats"));
    floats.collect()
}

fn value(name: &str, arguments: &[Value]) -> f64 {
    results(name, arguments, Derivative::None, FpMode::default())[0]
}

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= 1e-12 * expected.abs(),
        "{found} is not {expected}"
    );
}

#[test]
fn lotka_volterra_by_runge_kutta() {
    // The same steps in plain floats.
    let (a, b, c, d, h) = (1.1, 0.4, 0.4, 0.1, 1e-3);
    let rates = |(x, y): (f64, f64)| (a * x - b * x * y, d * x * y - c * y);
    let along = |(x, y): (f64, f64), h: f64, (k, l): (f64, f64)| (x + h * k, y + h * l);
    let mut at = (10.0, 10.0);
    for _ in 0..10_000 {
        let k1 = rates(at);
        let k2 = rates(along(at, h / 2.0, k1));
        let k3 = rates(along(at, h / 2.0, k2));
        let k4 = rates(along(at, h, k3));
        let sum = |k1, k2, k3, k4| k1 + 2.0 * k2 + 2.0 * k3 + k4;
        at = along(
            at,
            h / 6.0,
            (sum(k1.0, k2.0, k3.0, k4.0), sum(k1.1, k2.1, k3.1, k4.1)),
        );
    }
    let found = value("lotka.mlir", &[a, b, c, d, 10.0, 10.0].map(Value::from));
    assert!(
        (found - (at.0 + 2.0 * at.1)).abs() <= 1e-10 * found,
        "{found}"
    );
}

#[test]
fn mandelbrot_points_inside_and_outside() {
    // At 0 the orbit stays for all 200 trips; at 2 + 0i it leaves after one, at 6.
    close(value("mandel.mlir", &[0.0, 0.0].map(Value::from)), 0.0);
    close(
        value("mandel.mlir", &[2.0, 0.0].map(Value::from)),
        37.0_f64.ln(),
    );
}

#[test]
fn a_tree_of_sines() {
    fn tree(x: f64, depth: i64) -> f64 {
        match depth {
            0 => x.sin(),
            _ => x.sin() + tree(0.9 * x + 0.3, depth - 1) + tree(-0.8 * x + 0.5, depth - 1),
        }
    }
    for depth in [0, 1, 8] {
        let mut arguments = [0.7, 0.9, 0.3, -0.8, 0.5].map(Value::from).to_vec();
        arguments.push(Value::i64(depth));
        close(value("tree.mlir", &arguments), tree(0.7, depth));
    }
}

#[test]
fn gradients_of_both_modes_agree_at_every_freedom() {
    let tree = [0.7, 0.9, 0.3, -0.8, 0.5].map(Value::from).to_vec();
    for (name, mut arguments, integer) in [
        (
            "lotka.mlir",
            [1.1, 0.4, 0.4, 0.1, 10.0, 10.0].map(Value::from).to_vec(),
            None,
        ),
        ("mandel.mlir", [-0.7, 0.3].map(Value::from).to_vec(), None),
        ("mandel.mlir", [2.0, 0.0].map(Value::from).to_vec(), None),
        ("tree.mlir", tree.clone(), Some(0)),
        ("tree.mlir", tree, Some(7)),
    ] {
        let wrt: Vec<usize> = (0..arguments.len()).collect();
        arguments.extend(integer.map(Value::i64));
        let gradient = |mode, fp| {
            let wrt = Some(wrt.clone());
            results(
                name,
                &arguments,
                Derivative::Grad {
                    wrt,
                    mode,
                    order: 1,
                },
                fp,
            )
        };
        let expected = gradient(Mode::Forward, FpMode::Strict);
        let greatest = expected
            .iter()
            .fold(0.0_f64, |most, value| most.max(value.abs()));
        for fp in [FpMode::Strict, FpMode::Contract, FpMode::Fast] {
            for (found, expected) in gradient(Mode::Reverse, fp).iter().zip(&expected) {
                assert!(
                    (found - expected).abs() <= 1e-9 * greatest,
                    "{name} {fp:?}: {found} is not {expected}"
                );
            }
        }
    }
}
