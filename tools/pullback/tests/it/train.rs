//! `train`.

use crate::pullback;
use std::{fmt::Write, fs, path::PathBuf};
use tempfile::TempDir;

/// A line through points: the mean of the squared errors.
const LINE: &str = "func.func @loss(%slope: f64, %start: tensor<1xf32>, %x: tensor<?x1xf64>, %y: tensor<?xf64>) -> f64 {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %y, %c0 : tensor<?xf64>
  %b = tensor.extract %start[%c0] : tensor<1xf32>
  %wide = arith.extf %b : f32 to f64
  %e = nd.map (%a in %y : tensor<?xf64>) -> tensor<?xf64> {
    %k = nd.index 0
    %u = tensor.extract %x[%k, %c0] : tensor<?x1xf64>
    %s = arith.mulf %u, %slope : f64
    %p = arith.addf %s, %wide : f64
    %d = arith.subf %p, %a : f64
    %q = arith.mulf %d, %d : f64
    nd.yield %q : f64
  }
  %sum = nd.sum %e [0] : tensor<?xf64> to f64
  %i = arith.index_cast %n : index to i64
  %f = arith.sitofp %i : i64 to f64
  %mean = arith.divf %sum, %f : f64
  return %mean : f64
}
";

struct Files(TempDir);

impl Files {
    fn new(program: &str) -> Self {
        let files = Self(tempfile::tempdir().expect("a folder"));
        files.write("p.mlir", program);
        let mut table = "length,weight\n".to_owned();
        for x in 0..40 {
            let x = f64::from(x) / 20.0 - 1.0;
            let _ = writeln!(table, "{x}, {}", 3.0 * x - 0.5);
        }
        files.write("line.csv", &table);
        files
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("it can be written");
    }

    /// Trains, with the folder for `$`.
    fn train(&self, args: &[&str]) -> crate::Answer {
        let folder = self.0.path().display().to_string();
        let args = ["train", "$/p.mlir"].iter().chain(args);
        pullback(args.map(|arg| arg.replace('$', &folder)))
    }

    /// The last line of a training that goes well.
    #[track_caller]
    fn trained(&self, args: &[&str]) -> String {
        let answer = self.train(args);
        assert_eq!(answer.status, Some(0), "{}", answer.stderr);
        assert!(
            answer.stderr.starts_with("compiled in ") && answer.stderr.lines().count() == 1,
            "{}",
            answer.stderr
        );
        answer.stdout.lines().last().unwrap_or_default().to_owned()
    }

    /// What a wrong call says.
    #[track_caller]
    fn refused(&self, args: &[&str], message: &str) {
        let folder = self.0.path().display().to_string();
        assert_eq!(
            self.train(args).failure(2),
            format!("error: {}\n", message.replace('$', &folder))
        );
    }
}

#[test]
fn digits_are_read() {
    let args = "train examples/digits.mlir --data examples/data/digits.csv --epochs 12 --json";
    let answer = pullback(args.split(' '));
    let last = answer.stdout.lines().last().unwrap_or_default().to_owned();
    let last: serde_json::Value = serde_json::from_str(&last).expect(&answer.stderr);
    assert!(last["accuracy"].as_f64() >= Some(0.97), "{last}");
    assert_eq!(answer.stdout.lines().count(), 12);
}

#[test]
fn both_methods_find_a_line() {
    let files = Files::new(LINE);
    for method in [
        &["--optimizer", "sgd", "--momentum", "0.8"][..],
        &["--optimizer", "sgd", "--rate", "0.3"],
        &["--optimizer", "adam", "--rate", "0.05", "--epochs", "60"],
    ] {
        let args = [
            "--data",
            "$/line.csv",
            "--batch",
            "8",
            "--epochs",
            "40",
            "-o",
            "$/w.npz",
        ];
        let args: Vec<_> = match method.contains(&"--epochs") {
            true => args
                .iter()
                .filter(|arg| !["--epochs", "40"].contains(arg))
                .chain(method)
                .copied()
                .collect(),
            false => args.iter().chain(method).copied().collect(),
        };
        let line = files.trained(&args);
        assert!(line.contains(": loss 0.0000, test loss 0.0000"), "{line}");
        // What was found is where the next training starts, and an input of a call.
        let args = [
            "--data",
            "$/line.csv",
            "--params",
            "@$/w.npz",
            "--epochs",
            "1",
            "--rate",
            "1e-9",
        ];
        assert_eq!(
            files.trained(&args),
            "epoch 1: loss 0.0000, test loss 0.0000"
        );
        let path = files.path("w.npz").display().to_string();
        let inputs = format!("[\"@{path}:slope\", \"@{path}:start\", [[10]], [29.5]]");
        let program = files.path("p.mlir").display().to_string();
        let loss = pullback(["run", &program, "--entry", "loss", "--inputs", &inputs]).success();
        let loss: f64 = loss
            .trim_start_matches("result = ")
            .trim()
            .parse()
            .expect("a number");
        assert!(loss < 1e-4, "{loss}");
    }
}

#[test]
fn a_seed_is_a_training() {
    let files = Files::new(LINE);
    let with = |seed: &str| {
        let args = [
            "--data",
            "$/line.csv",
            "--epochs",
            "3",
            "--json",
            "--seed",
            seed,
        ];
        files.train(&args).stdout
    };
    assert_eq!(with("7"), with("7"));
    assert_ne!(with("7"), with("8"));
}

#[test]
fn columns_are_named_or_numbered() {
    let files = Files::new(LINE);
    let with =
        |label: &str| files.trained(&["--data", "$/line.csv", "--epochs", "1", "--label", label]);
    assert_eq!(with("length"), with("0"));
    assert_ne!(with("length"), with("weight"));
    files.refused(
        &["--data", "$/line.csv", "--label", "width"],
        "`--label`: $/line.csv has no column width; it has length, weight",
    );
}

#[test]
fn a_program_says_how_it_starts_and_what_it_answers() {
    // One parameter for each of two classes; noise is thrown away, and the greater of them is the class of all rows.
    let program = |init: &str| {
        format!(
            "func.func @loss(%w: tensor<2xf64>, %x: tensor<?xf64>, %y: tensor<?xi64>) -> f64 {{
  %r = nd.sum %w [0] : tensor<2xf64> to f64
  return %r : f64
}}
func.func @predict(%w: tensor<2xf64>, %x: tensor<?xf64>) -> tensor<?x2xf64> {{
  %c0 = arith.constant 0 : index
  %n = tensor.dim %x, %c0 : tensor<?xf64>
  %r = nd.broadcast %w [1] sizes(%n) : tensor<2xf64> to tensor<?x2xf64>
  return %r : tensor<?x2xf64>
}}
{init}"
        )
    };
    let fixed = "func.func @init() -> tensor<2xf64> {
  %r = arith.constant dense<[1.0, 2.0]> : tensor<2xf64>
  return %r : tensor<2xf64>
}";
    let of_noise = "func.func @start(%noise: tensor<2xf64>) -> tensor<2xf64> {
  %zero = arith.constant dense<0.0> : tensor<2xf64>
  %none = arith.mulf %noise, %zero : tensor<2xf64>
  %ones = arith.constant dense<[7.0, 1.0]> : tensor<2xf64>
  %r = arith.addf %none, %ones : tensor<2xf64>
  return %r : tensor<2xf64>
}";
    let args = [
        "--data", "$/c.csv", "--epochs", "1", "--rate", "1e-9", "--test", "0.5",
    ];
    for (init, more, expected) in [
        (
            fixed,
            &[][..],
            "epoch 1: loss 3.0000, test loss 3.0000, accuracy 100.00 %",
        ),
        (
            of_noise,
            &["--init", "start"],
            "epoch 1: loss 8.0000, test loss 8.0000, accuracy 0.00 %",
        ),
    ] {
        let files = Files::new(&program(init));
        files.write("c.csv", "0.5,1\n0.25,1\n0,1\n1,1\n");
        assert_eq!(files.trained(&[&args[..], more].concat()), expected);
        files.write("c.csv", "0.5,1\n0.25,2\n");
        let found = files.train(&args).failure(2);
        let message = "c.csv:2: error: column 1 is \"2\", and @predict gives scores for 2 classes; give a class from 0 to 1\n";
        assert!(found.ends_with(message), "{found}");
    }
}

#[test]
fn truth_values_are_classes() {
    let program = "func.func @loss(%w: f64, %x: tensor<?xf64>, %y: tensor<?xi1>) -> f64 {
  return %w : f64
}
func.func @predict(%w: f64, %x: tensor<?xf64>) -> tensor<?xi1> {
  %r = nd.map (%a in %x : tensor<?xf64>) -> tensor<?xi1> {
    %zero = arith.constant 0.0 : f64
    %b = arith.cmpf ogt, %a, %zero : f64
    nd.yield %b : i1
  }
  return %r : tensor<?xi1>
}";
    let files = Files::new(program);
    files.write("c.csv", "-1,0\n1,1\n2,1\n-3,0\n");
    let args = [
        "--data", "$/c.csv", "--epochs", "1", "--test", "0.5", "--rate", "1e-9",
    ];
    let line = files.trained(&args);
    assert!(line.ends_with(", accuracy 100.00 %"), "{line}");
}

#[test]
fn data_that_do_not_fit_are_named() {
    let files = Files::new(LINE);
    files.write("wide.csv", "1,2,3\n4,5,6\n");
    files.write("ragged.csv", "1,2\n3,4\n5\n");
    files.write("text.csv", "1,2\n3,four\n");
    files.write("empty.csv", "");
    files.write("head.csv", "a,b\n");
    files.write("one.csv", "1,2\n");
    let folder = files.0.path().display().to_string();
    files.refused(
        &["--data", "$/wide.csv"],
        "`--data`: $/wide.csv has 2 rows of 3 columns, and argument 2 (`%x`) is tensor<?x1xf64>: its rows have 2 numbers, and not 1; \
         change the program or the data",
    );
    files.refused(
        &["--data", "$/one.csv", "--test", "0.9"],
        "$/one.csv has 1 row, and `--test 0.9` leaves none to train on; lower it, or give more data",
    );
    files.refused(
        &["--data", "$/none.csv"],
        "`--data` names $/none.csv, which cannot be read: No such file or directory (os error 2); name a .csv or an .npz",
    );
    for (file, message) in [
        (
            "ragged.csv",
            "3: error: it has 1 cell, and the first line has 2; give all lines as many",
        ),
        (
            "text.csv",
            "2: error: column 1 is \"four\", and argument 3 (`%y`) is tensor<?xf64>; give a number",
        ),
        (
            "empty.csv",
            "1: error: it is empty; give it rows of numbers",
        ),
        ("head.csv", "1: error: it has no rows; give it some"),
    ] {
        let found = files.train(&["--data", &format!("$/{file}")]).failure(2);
        assert_eq!(found, format!("{folder}/{file}:{message}\n"));
    }
}

#[test]
fn archives_give_arrays_by_name() {
    let files = Files::new(LINE);
    let save = files.path("echo.mlir").display().to_string();
    let arrays =
        "func.func @f(%x: tensor<?x1xf64>, %y: tensor<?xf64>) -> (tensor<?x1xf64>, tensor<?xf64>) {
  return %x, %y : tensor<?x1xf64>, tensor<?xf64>
}";
    files.write("echo.mlir", arrays);
    let write = |inputs: &str| {
        let archive = files.path("r.npz").display().to_string();
        pullback([
            "run", &save, "--entry", "f", "--inputs", inputs, "-o", &archive,
        ])
        .success();
    };
    write("[[[0], [1], [2], [3]], [1, 3, 5, 7]]");
    files.refused(
        &["--data", "$/r.npz"],
        "`--data`: $/r.npz has no array x for argument 2 (`%x`), and its type is tensor<?x1xf64>; give it one beside result.0, result.1",
    );
    // The same program with the names that the archive has.
    files.write(
        "p.mlir",
        &LINE.replace("%x", "%result.0").replace("%y", "%result.1"),
    );
    let args = [
        "--data", "$/r.npz", "--epochs", "300", "--rate", "0.05", "--test", "0.25",
    ];
    let line = files.trained(&args);
    assert!(line.starts_with("epoch 300: loss 0.000"), "{line}");
    write("[[[0], [1], [2], [3]], [1, 3]]");
    files.refused(
        &["--data", "$/r.npz"],
        "`--data`: result.1 in $/r.npz has 2 rows, and result.0 has 4; give all arrays as many rows",
    );
}

#[test]
fn programs_that_cannot_be_trained_are_named() {
    for (program, message) in [
        (
            "func.func @loss(%w: f64) -> f64 { return %w : f64 }",
            "@loss takes no data: its last argument is no array whose first size is `?`; put the rows of the data behind the parameters",
        ),
        (
            "func.func @loss(%x: tensor<?xf64>) -> f64 { %r = nd.sum %x [0] : tensor<?xf64> to f64 return %r : f64 }",
            "@loss has no parameters; put them before the data",
        ),
        (
            "func.func @loss(%n: i64, %x: tensor<?xf64>) -> f64 { %r = nd.sum %x [0] : tensor<?xf64> to f64 return %r : f64 }",
            "argument 0 (`%n`) of @loss is i64, which is no parameter; make it a constant of the program, or data, with `?` for its first size",
        ),
        (
            "func.func @loss(%w: tensor<3x?xf64>, %x: tensor<?xf64>) -> f64 { %r = nd.sum %x [0] : tensor<?xf64> to f64 return %r : f64 }",
            "argument 0 (`%w`) of @loss is tensor<3x?xf64>, which is no parameter; give parameters known sizes, and put data, which start with `?`, behind them",
        ),
        (
            "func.func @loss(%w: f64, %x: tensor<?xf64>) -> tensor<?xf64> { return %x : tensor<?xf64> }",
            "@loss gives (tensor<?xf64>), which is no loss; let it give one float",
        ),
        (
            "func.func @loss(%w: f64, %x: tensor<?x?xf64>) -> f64 { return %w : f64 }",
            "argument 1 (`%x`) of @loss is tensor<?x?xf64>, whose rows have no known size; give all sizes but the first",
        ),
        (
            "func.func @loss(%w: f64, %x: tensor<?xf64>, %y: tensor<?xi64>) -> f64 { return %w : f64 }
             func.func @predict(%w: f32, %x: tensor<?xf64>) -> tensor<?xf64> { return %x : tensor<?xf64> }",
            "argument 0 (`%w`) of @predict is f32, and @loss has f64 there; make them the same",
        ),
        (
            "func.func @loss(%w: f64, %x: tensor<?xf64>, %y: tensor<?xi64>) -> f64 { return %w : f64 }
             func.func @predict(%w: f64, %x: tensor<?xf64>) -> tensor<?xf64> { return %x : tensor<?xf64> }",
            "@predict gives tensor<?xf64>; let it give a float for each class of each row, tensor<?xNxf32>, or the class, tensor<?xi64>",
        ),
        (
            "func.func @loss(%w: f64, %x: tensor<?xf64>, %y: tensor<?xi64>) -> f64 { return %w : f64 }
             func.func @init() -> (f64, f64) { %c = arith.constant 1.0 : f64 return %c, %c : f64, f64 }",
            "@init has 2 of what @loss has 1 of; let @predict take the parameters and all data but the last, and @init give the parameters",
        ),
    ] {
        Files::new(program).refused(&["--data", "$/line.csv"], message);
    }
    let files = Files::new(LINE);
    files.refused(
        &["--data", "$/line.csv", "--loss", "los"],
        "$/p.mlir has no function @los with a body; did you mean @loss?",
    );
}

#[test]
fn a_loss_that_is_no_number_ends_the_training() {
    let files = Files::new(LINE);
    let answer = files.train(&[
        "--data",
        "$/line.csv",
        "--optimizer",
        "sgd",
        "--rate",
        "1e200",
    ]);
    assert_eq!(answer.status, Some(1));
    assert!(
        answer.stderr.contains("p.mlir: error: the loss is ")
            && answer.stderr.contains("; lower --rate"),
        "{}",
        answer.stderr
    );
}
