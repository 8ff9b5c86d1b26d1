//! `demo`: an example from its text to its gradient, and a training.

use crate::{
    cli::{Cli, Command},
    failure::{Failure, Result},
    module, print,
    source::Source,
    train::Trained,
};
use clap::Parser;
use pullback_codegen::Value;
use pullback_ir::{Module, Op};
use std::{
    fmt::Write,
    io::{self, IsTerminal},
};

const CUBE: &str = include_str!("../../../examples/figure1.mlir");
const DIGITS: &str = include_str!("../../../examples/digits.mlir");
const IMAGES: &[u8] = include_bytes!("../../../examples/data/digits.csv");

/// How many images are shown, and how high and wide they are.
const SHOWN: usize = 5;
const SIDE: usize = 8;

/// Shows both examples.
pub fn demo() -> Result<String> {
    let mut page = Page {
        text: String::new(),
        colour: io::stdout().is_terminal(),
        is_begun: false,
    };
    cube(&mut page)?;
    digits(&mut page)?;
    Ok(page.text)
}

/// x³ by a higher-order function, and the code of its derivative.
fn cube(page: &mut Page) -> Result<()> {
    page.heading("x³ the functional way: λy. x·y, applied twice by a higher-order function (examples/figure1.mlir)");
    page.code(definition(CUBE, "@f"));
    let source = Source {
        name: "figure1.mlir".into(),
        text: CUBE.into(),
    };
    let context = module::context();
    let mut module = module::parse(&context, &source)?;
    module::run(&mut module, module::DIFFERENTIATE, &source)?;
    page.heading("Its gradient, as functional-differentiate leaves it: forward code and a backpropagator, a closure");
    page.code(&text_of(&module, |name| name.contains('$')));
    module::run(&mut module, module::OPTIMIZE, &source)?;
    page.heading("The same after optimisation: 3·x²");
    page.code(&text_of(&module, |name| name == "df"));
    Ok(())
}

/// A network that learns to read, and what it reads.
fn digits(page: &mut Page) -> Result<()> {
    page.heading("A network learns to read handwritten digits, 1,797 images of 8x8 (examples/digits.mlir, examples/data)");
    page.flush()?;
    let command = [
        "pullback",
        "train",
        "examples/digits.mlir",
        "--data",
        "examples/data/digits.csv",
    ];
    let parsed = Cli::try_parse_from(command);
    let Ok(Command::Train(args)) = parsed.map(|cli| cli.command) else {
        return Err(Failure::Call(
            "error: `train` has other options; please report it".into(),
        ));
    };
    let source = Source {
        name: "examples/digits.mlir".into(),
        text: DIGITS.into(),
    };
    let trained = Trained::of(&args, source, Some(IMAGES))?;
    page.heading("Images that it was not trained on, and what it reads");
    let examples = trained.examples(SHOWN)?;
    for row in 0..SIDE {
        let lines = examples.iter().map(|(image, ..)| {
            let pixels = image.iter().skip(row * SIDE).take(SIDE);
            pixels.map(|pixel| shade(*pixel)).collect::<String>()
        });
        page.line(lines.collect::<Vec<_>>().join("  ").trim_end());
    }
    let answers = examples.iter().map(|(_, class, answer)| {
        let said = match class == answer {
            true => answer.to_string(),
            false => format!("{answer}, and it is {class}"),
        };
        format!("{said:<width$}", width = 2 * SIDE)
    });
    page.line(answers.collect::<Vec<_>>().join("  ").trim_end());
    page.line(&format!(
        "\nTry it: {} --optimizer sgd --momentum 0.9",
        command.join(" ")
    ));
    Ok(())
}

/// A pixel of 0 to 16, two characters wide, as letters are higher than wide.
fn shade(pixel: Value) -> &'static str {
    match pixel.as_f64() {
        Some(12.0..) => "██",
        Some(8.0..) => "▓▓",
        Some(4.0..) => "▒▒",
        Some(1.0..) => "░░",
        _ => "  ",
    }
}

/// The lines of a function in the source.
fn definition<'s>(text: &'s str, name: &str) -> &'s str {
    let start = text.find(&format!("func.func {name}(")).unwrap_or(0);
    let end = text[start..]
        .find("\n}")
        .map_or(text.len(), |length| start + length + 2);
    &text[start..end]
}

/// The functions with such names, printed.
fn text_of(module: &Module<'_>, is_shown: impl Fn(&str) -> bool) -> String {
    let functions = module.op().functions().into_iter();
    let shown = functions.filter(|op| op.symbol_name().is_some_and(&is_shown));
    shown.map(Op::text).collect::<Vec<_>>().join("\n")
}

/// What is printed.
struct Page {
    text: String,
    colour: bool,
    is_begun: bool,
}

impl Page {
    fn heading(&mut self, heading: &str) {
        let gap = if self.is_begun { "\n" } else { "" };
        self.is_begun = true;
        let (on, off) = if self.colour {
            ("\x1b[1;36m", "\x1b[0m")
        } else {
            ("", "")
        };
        let _ = writeln!(self.text, "{gap}{on}{heading}{off}\n");
    }

    /// Prints what there is, for what comes next takes a while.
    fn flush(&mut self) -> Result<()> {
        print(&std::mem::take(&mut self.text))
    }

    fn code(&mut self, code: &str) {
        for line in code.trim_end().lines() {
            let _ = writeln!(self.text, "    {line}");
        }
    }

    fn line(&mut self, line: &str) {
        for line in line.split('\n') {
            let _ = writeln!(
                self.text,
                "{}{line}",
                if line.is_empty() { "" } else { "    " }
            );
        }
    }
}
