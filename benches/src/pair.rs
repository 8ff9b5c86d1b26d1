//! The two sides of a comparison.

use crate::{Points, Program, Result};
use pullback_codegen::{EntryFn, Jit};
use pullback_db::{Database, Derivative, FpMode, Request};
use std::{ffi::OsString, fs, path::Path, process::Command};

/// Everything that C may do without departing from the arithmetic that was written, on this machine.
/// `-ffp-contract=fast` is what gcc does unless told otherwise; other compilers need to hear it.
/// `-fPIC` because the JIT puts the code anywhere, as it does with ours.
const C_FLAGS: &[&str] = &[
    "-O3",
    "-march=native",
    "-ffp-contract=fast",
    "-fPIC",
    "-std=gnu11",
    "-Wall",
    "-Werror",
];

/// Both sides of a program, linked into one JIT.
#[derive(Debug)]
pub struct Pair {
    jit: Jit,
    ours: Option<String>,
}

impl Pair {
    /// Compiles both sides of a program, ours with this freedom in floating point.
    pub fn compile(program: &Program, fp: FpMode) -> Result<Self> {
        let mut pair = Self::compile_c(program)?;
        let (db, request) = request(program, fp)?;
        let image = db
            .image(&request)
            .map_err(|error| format!("{}: {error:?}", program.name))?;
        for object in &image.objects {
            pair.jit.add_object(object).map_err(text)?;
        }
        pair.ours = Some(image.entry);
        Ok(pair)
    }

    /// Compiles the side in C alone.
    pub fn compile_c(program: &Program) -> Result<Self> {
        let jit = Jit::new().map_err(text)?;
        let object = compile_c(&program.c_path())?;
        jit.add_object(&object).map_err(text)?;
        Ok(Self { jit, ours: None })
    }

    /// The gradient in C.
    pub fn c(&self) -> Result<EntryFn<'_>> {
        self.jit.function("c").map_err(text)
    }

    /// The gradient of ours; C's if there is none.
    pub fn ours(&self) -> Result<EntryFn<'_>> {
        self.jit
            .function(self.ours.as_deref().unwrap_or("c"))
            .map_err(text)
    }

    /// Compares both sides at every point; an error is relative to the greatest entry of the gradient.
    pub fn check(&self, points: &Points, tolerance: f64) -> Result<()> {
        let (ours, c) = (self.ours()?, self.c()?);
        if ours.entry() != c.entry() {
            return Err(format!(
                "the types differ: {} and, in C, {}",
                ours.entry(),
                c.entry()
            ));
        }
        let values = |side: &EntryFn<'_>, point: &[u64]| -> Result<Vec<f64>> {
            let mut slots = vec![0; side.entry().results.len()];
            side.call(point, &mut slots).map_err(text)?;
            Ok(slots.into_iter().map(f64::from_bits).collect())
        };
        for point in points.iter() {
            let (found, expected) = (values(&ours, point)?, values(&c, point)?);
            let greatest = expected
                .iter()
                .fold(0.0, |greatest: f64, value| greatest.max(value.abs()));
            let close = |(a, b): (&f64, &f64)| (a - b).abs() <= tolerance * greatest;
            if !found.iter().zip(&expected).all(close) {
                let point: Vec<_> = point.iter().copied().map(f64::from_bits).collect();
                return Err(format!(
                    "the results differ at {point:?}: {found:?} and, in C, {expected:?}"
                ));
            }
        }
        Ok(())
    }

    /// What both sides of a program compile to, for finding out why one is slower: ours as MLIR, and the
    /// machine code that is timed, as binutils shows it.
    pub fn code(program: &Program, fp: FpMode) -> Result<String> {
        let (db, request) = request(program, fp)?;
        let said = |error| format!("{}: {error:?}", program.name);
        let mlir = db.program(&request).map_err(said)?;
        let image = db.image(&request).map_err(said)?;
        let mut code = format!("// ours\n{mlir}");
        for object in &image.objects {
            code += &disassembled(object)?;
        }
        code += "// C";
        Ok(code + &disassembled(&compile_c(&program.c_path())?)?)
    }
}

/// The gradient as a user's program would ask for it.
fn request(program: &Program, fp: FpMode) -> Result<(Database, Request)> {
    let mut db = Database::new();
    let file = db.set_file(program.name, program.source()?);
    let mut request = Request::new(file, "grad", Derivative::None);
    request.fp = fp;
    Ok((db, request))
}

/// The object of a file in C.
fn compile_c(path: &Path) -> Result<Vec<u8>> {
    let folder = tempfile::tempdir().map_err(text)?;
    let output = folder.path().join("output");
    let run = Command::new(compiler_name())
        .args(C_FLAGS)
        .arg("-c")
        .arg(path)
        .arg("-o")
        .arg(&output)
        .output()
        .map_err(|error| {
            format!("the C compiler does not run ({error}); install gcc or name another in CC")
        })?;
    if !run.status.success() {
        return Err(format!("C: {}", String::from_utf8_lossy(&run.stderr)));
    }
    fs::read(&output).map_err(text)
}

/// The code of an object as text, each instruction without its bytes.
fn disassembled(object: &[u8]) -> Result<String> {
    let folder = tempfile::tempdir().map_err(text)?;
    let path = folder.path().join("object.o");
    fs::write(&path, object).map_err(text)?;
    let run = Command::new("objdump")
        .args(["--disassemble", "--reloc", "--no-show-raw-insn"])
        .arg(&path)
        .output()
        .map_err(|error| format!("objdump does not run ({error}); install binutils"))?;
    let shown = String::from_utf8_lossy(&run.stdout);
    Ok(shown
        .lines()
        .skip(2)
        .map(|line| format!("{line}\n"))
        .collect())
}

/// The C compiler's version and flags, for the report.
pub fn c_compiler() -> Result<String> {
    let run = Command::new(compiler_name())
        .arg("--version")
        .output()
        .map_err(text)?;
    let version = String::from_utf8_lossy(&run.stdout);
    Ok(format!(
        "{} {}",
        version.lines().next().unwrap_or_default(),
        C_FLAGS.join(" ")
    ))
}

fn compiler_name() -> OsString {
    std::env::var_os("CC").unwrap_or_else(|| "gcc".into())
}

fn text(error: impl ToString) -> String {
    error.to_string()
}
