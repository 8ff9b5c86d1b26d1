//! `.npy` and `.npz`, in and out.

use crate::{pullback, with_stdin};
use std::{
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

const LAYER: &str =
    "func.func @loss(%w: tensor<2x3xf64>, %x: tensor<?x3xf32>, %scale: f64, %on: i1) -> f64 {
  %c = arith.extf %x : tensor<?x3xf32> to tensor<?x3xf64>
  %y = nd.contract \"ij,nj->ni\" %w, %c : (tensor<2x3xf64>, tensor<?x3xf64>) -> tensor<?x2xf64>
  %s = nd.sum %y [0, 1] : tensor<?x2xf64> to f64
  %r = arith.mulf %s, %scale : f64
  %z = arith.select %on, %r, %s : f64
  return %z : f64
}
func.func @halves(%t: tuple<tensor<2xf16>, tensor<2xbf16>>, %i: tensor<2xi8>) -> (tensor<2xf16>, tuple<tensor<2xbf16>, tensor<2xi8>>) {
  %h = functional.get %t[0] : tuple<tensor<2xf16>, tensor<2xbf16>>
  %b = functional.get %t[1] : tuple<tensor<2xf16>, tensor<2xbf16>>
  %p = functional.tuple %b, %i : tensor<2xbf16>, tensor<2xi8>
  return %h, %p : tensor<2xf16>, tuple<tensor<2xbf16>, tensor<2xi8>>
}
functional.data @list { nil cons(f64, !functional.data<@list>) }
func.func @same(%l: !functional.data<@list>) -> !functional.data<@list> {
  return %l : !functional.data<@list>
}
";

/// Files of a test.
struct Files(TempDir);

impl Files {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        fs::write(folder.path("p.mlir"), LAYER).expect("it can be written");
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// An array as NumPy's documentation describes the format.
    fn npy(&self, name: &str, descr: &str, shape: &str, data: &[u8]) {
        let header =
            format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}\n");
        let length = (header.len() as u16).to_le_bytes();
        let file = [b"\x93NUMPY\x01\x00", &length[..], header.as_bytes(), data].concat();
        fs::write(self.path(name), file).expect("it can be written");
    }

    /// Calls the driver with the folder for `$`.
    fn call(&self, args: &[&str]) -> crate::Answer {
        let folder = self.0.path().display().to_string();
        pullback(args.iter().map(|arg| arg.replace('$', &folder)))
    }

    fn batch(&self) {
        let x = [1.0_f32, 2.0, 3.0, 4.0, 5.0, 6.0];
        self.npy("x.npy", "<f4", "(2, 3)", &x.map(f32::to_le_bytes).concat());
        let w = [1_i32, 0, -1, 0, 1, 0];
        self.npy("w.npy", ">i4", "(2, 3)", &w.map(i32::to_be_bytes).concat());
        self.npy("on.npy", "|b1", "()", &[1]);
    }
}

#[test]
fn arrays_in_files_stand_where_values_do() {
    let files = Files::new();
    files.batch();
    let json = files.call(&[
        "grad",
        "$/p.mlir",
        "--entry",
        "loss",
        "--inputs",
        "[[[1, 0, -1], [0, 1, 0]], [[1, 2, 3], [4, 5, 6]], 2, true]",
    ]);
    let arrays = files.call(&[
        "grad",
        "$/p.mlir",
        "--entry",
        "loss",
        "--inputs",
        "[\"@$/w.npy\", \"@$/x.npy\", 2, \"@$/on.npy\"]",
    ]);
    let json = json.success();
    assert!(
        json.starts_with("value = 6.0\nd/d%w = [[10.0, 14.0, 18.0], "),
        "{json}"
    );
    assert_eq!(arrays.success(), json);
}

#[test]
fn an_answer_is_the_next_calls_input() {
    let files = Files::new();
    files.batch();
    let inputs = "[\"@$/w.npy\", \"@$/x.npy\", 2, \"@$/on.npy\"]";
    let call = ["grad", "$/p.mlir", "--entry", "loss", "--inputs", inputs];
    let silent = files.call(&[&call[..], &["-o", "$/g.npz"]].concat());
    assert_eq!(silent.success(), "");
    let with = |w: &str| {
        let inputs = format!("[\"@$/g.npz:{w}\", \"@$/x.npy\", 2, true]");
        files.call(&["run", "$/p.mlir", "--entry", "loss", "--inputs", &inputs])
    };
    assert_eq!(with("grad.w").success(), "result = 1240.0\n");
    let missing = with("grad.v").failure(2);
    let folder = files.0.path().display();
    assert_eq!(
        missing,
        format!(
            "error: `--inputs`: {folder}/g.npz has no array grad.v for argument 0 (`%w`), and its type is tensor<2x3xf64>; \
             give it one beside grad.scale, grad.w, grad.x, value\n"
        )
    );
}

#[test]
fn an_archive_names_the_arguments() {
    let files = Files::new();
    let inputs = "[[[1.5, -65504], [\"Infinity\", 0.125]], [-128, 127]]";
    let call = ["run", "$/p.mlir", "--entry", "halves", "--json", "--inputs"];
    let first = files.call(&[&call[..], &[inputs]].concat()).success();
    files
        .call(&[&call[..], &[inputs, "--output", "$/r.npz"]].concat())
        .success();
    // The same arrays under the names of the arguments, in an archive of NumPy's own names.
    let names = ["result.0", "result.1.0", "result.1.1"];
    for wanted in [["t.0", "t.1", "i"], ["t.0", "t.1", "arr_1"]] {
        rename(&files.path("r.npz"), &files.path("in.npz"), &names, &wanted);
        let again = files.call(&[&call[..], &["@$/in.npz"]].concat());
        assert_eq!(again.success(), first);
    }
}

/// Writes the archive again with other names of the same lengths or shorter ones.
fn rename(from: &Path, to: &Path, names: &[&str], wanted: &[&str]) {
    let mut archive =
        zip::ZipArchive::new(fs::File::open(from).expect("it is there")).expect("an archive");
    let mut copy = zip::ZipWriter::new(fs::File::create(to).expect("it can be written"));
    let options = zip::write::SimpleFileOptions::default();
    for (name, wanted) in names.iter().zip(wanted) {
        let mut member = archive.by_name(&format!("{name}.npy")).expect(name);
        copy.start_file(
            format!("{wanted}.npy"),
            options.compression_method(zip::CompressionMethod::Deflated),
        )
        .expect("a member");
        std::io::copy(&mut member, &mut copy).expect("its bytes");
    }
    copy.finish().expect("an archive");
}

#[test]
fn tangents_and_cotangents_have_names() {
    let files = Files::new();
    let program = "func.func @f(%x: tensor<2xf64>, %t: tuple<f64, i64>) -> (f64, tensor<2xf64>) {
      %s = functional.get %t[0] : tuple<f64, i64>
      %q = arith.mulf %x, %x : tensor<2xf64>
      %r = nd.sum %q [0] : tensor<2xf64> to f64
      %p = arith.mulf %r, %s : f64
      return %p, %q : f64, tensor<2xf64>
    }";
    fs::write(files.path("q.mlir"), program).expect("it can be written");
    let call = |command: &[&str]| {
        let inputs = ["$/q.mlir", "--entry", "f", "--inputs", "[[1, 3], [2, 5]]"];
        files
            .call(&[&command[..1], &inputs, &command[1..]].concat())
            .success()
    };
    call(&["run", "-o", "$/r.npz"]);
    rename(
        &files.path("r.npz"),
        &files.path("c.npz"),
        &["result.0", "result.1"],
        &["result.0", "result.1"],
    );
    assert_eq!(
        call(&["vjp", "--cotangents", "@$/c.npz"]),
        call(&["vjp", "--cotangents", "[20, [1, 9]]"])
    );
    call(&["vjp", "--cotangents", "[20, [1, 9]]", "-o", "$/g.npz"]);
    rename(
        &files.path("g.npz"),
        &files.path("t.npz"),
        &["grad.x", "grad.t.0"],
        &["x", "t.0"],
    );
    assert_eq!(
        call(&["jvp", "--tangents", "@$/t.npz"]),
        call(&["jvp", "--tangents", "[[82, 294], [200, []]]"])
    );
}

#[test]
fn one_array_is_a_file_of_its_own() {
    let files = Files::new();
    let program = "func.func @f(%x: tensor<2xf64>) -> tensor<2xf64> {
      %r = arith.addf %x, %x : tensor<2xf64>
      return %r : tensor<2xf64>
    }";
    let path = |name: &str| files.path(name).display().to_string();
    let (once, twice) = (path("once.npy"), path("twice.npy"));
    let call = |inputs: &str, output: &str| {
        with_stdin(
            &["run", "-", "--entry", "f", "--inputs", inputs, "-o", output],
            program,
        )
    };
    assert_eq!(call("[[1, 2.5]]", &once).success(), "");
    assert_eq!(call(&format!("@{once}"), &twice).success(), "");
    let bytes = fs::read(&twice).expect("it was written");
    assert_eq!(bytes.len(), 128 + 16);
    assert!(bytes.ends_with(&[4.0_f64, 10.0].map(f64::to_le_bytes).concat()));
    let json = path("twice.json");
    assert_eq!(call(&format!("@{once}"), &json).success(), "");
    assert_eq!(
        fs::read_to_string(json).expect("it was written"),
        "{\"results\": [[4.0, 10.0]]}\n"
    );
}

#[test]
fn what_does_not_fit_is_named() {
    let files = Files::new();
    files.batch();
    files.npy("short.npy", "<f8", "(2, 3)", &[0; 40]);
    files.npy("flat.npy", "<f8", "(6,)", &[0; 48]);
    fs::write(files.path("text.npy"), "1,2,3").expect("it can be written");
    fs::write(files.path("text.npz"), "1,2,3").expect("it can be written");
    let folder = files.0.path().display();
    let refused = |inputs: &str, message: &str| {
        let call = files.call(&["run", "$/p.mlir", "--entry", "loss", "--inputs", inputs]);
        assert_eq!(
            call.failure(2),
            format!(
                "error: `--inputs`: {}\n",
                message.replace('$', &folder.to_string())
            )
        );
    };
    let first = |file: &str| format!("[\"@$/{file}\", \"@$/x.npy\", 2, true]");
    refused(
        &first("short.npy"),
        "$/short.npy is no array that can be read: an array of shape 2x3 and type float64 has 48 bytes, and there are 40; \
         name a file that numpy.save wrote",
    );
    refused(
        &first("flat.npy"),
        "argument 0 (`%w`) is $/flat.npy, of shape 6 and type float64, and its type is tensor<2x3xf64>; give an array of shape 2x3",
    );
    refused(
        &first("on.npy"),
        "argument 0 (`%w`) is $/on.npy, of shape () and type bool, and its type is tensor<2x3xf64>; give an array of shape 2x3",
    );
    refused(
        &first("text.npy"),
        "$/text.npy is no array that can be read: it does not start as an .npy does; name a file that numpy.save wrote",
    );
    refused(
        &first("none.npy"),
        "$/none.npy cannot be read: No such file or directory (os error 2); name a file that numpy.save wrote",
    );
    refused(
        &first("w.csv"),
        "argument 0 (`%w`) is the string \"@$/w.csv\", which names no array; write \"@FILE.npy\" or \"@FILE.npz:NAME\"",
    );
    refused(
        "@$/x.npy",
        "$/x.npy is one array, and 4 are wanted; write a list, [\"@$/x.npy\", ..], or name an .npz with an array for each",
    );
    let call = files.call(&[
        "run",
        "$/p.mlir",
        "--entry",
        "loss",
        "--inputs",
        "@$/text.npz",
    ]);
    assert!(
        call.failure(2)
            .contains("text.npz is no archive that can be read")
    );
    let output = |name: &str, entry: &str, inputs: &str| {
        files
            .call(&[
                "run", "$/p.mlir", "--entry", entry, "--inputs", inputs, "-o", name,
            ])
            .failure(2)
    };
    assert_eq!(
        output("out.txt", "same", "[{\"nil\": []}]"),
        "error: `--output out.txt` does not say what to write; name a file that ends in .npz, .npy or .json\n"
    );
    assert_eq!(
        output("out.npz", "same", "[{\"nil\": []}]"),
        "error: `--output out.npz`: result is !functional.data<@list>, which is no array; use --json, or name a file that ends in .json\n"
    );
    assert_eq!(
        output("out.npy", "halves", "[[[1, 1], [1, 1]], [1, 1]]"),
        "error: `--output out.npy` holds one array, and the answer is result.0, result.1.0, result.1.1; name a file that ends in .npz\n"
    );
}

#[test]
fn a_damaged_archive_is_refused() {
    let files = Files::new();
    files.batch();
    let inputs = "[\"@$/w.npy\", \"@$/x.npy\", 2, true]";
    files
        .call(&[
            "run", "$/p.mlir", "--entry", "loss", "--inputs", inputs, "-o", "$/r.npz",
        ])
        .success();
    let whole = fs::read(files.path("r.npz")).expect("it was written");
    let inputs = "[[[1, 0, -1], [0, 1, 0]], [[1, 2, 3]], \"@$/cut.npz:result\", true]";
    for at in (0..whole.len()).step_by(7) {
        let mut damaged = whole.clone();
        match at % 2 {
            0 => damaged.truncate(at),
            _ => damaged[at] ^= 0x55,
        }
        fs::write(files.path("cut.npz"), damaged).expect("it can be written");
        let answer = files.call(&["run", "$/p.mlir", "--entry", "loss", "--inputs", inputs]);
        // Not every byte of an archive matters.
        assert!(
            matches!(answer.status, Some(0 | 2)),
            "byte {at}: {}",
            answer.stderr
        );
        assert!(
            answer.status == Some(0) || answer.stderr.contains("cut.npz"),
            "byte {at}: {}",
            answer.stderr
        );
    }
}
