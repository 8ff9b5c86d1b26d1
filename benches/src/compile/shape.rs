//! Programs of any size.

use std::fmt::Write;

/// A family of programs. Each computes something tame, so that no derivative overflows at any size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One function, one op after the other.
    Chain,
    /// A binary tree of functions that call each other, a dozen ops each.
    Calls,
    /// Lambdas in lambdas, each with captures of all that are around it.
    Closures,
}

/// Ops of a function in [`Shape::Calls`].
const FUNCTION: usize = 16;

/// How deep the lambdas of [`Shape::Closures`] are nested before the next nest begins.
const DEPTH: usize = 5;

impl Shape {
    /// All families.
    pub const ALL: [Self; 3] = [Self::Chain, Self::Calls, Self::Closures];

    /// The name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chain => "chain",
            Self::Calls => "tree of calls",
            Self::Closures => "nested closures",
        }
    }

    /// A program of about so many ops, whose entry `@main` gives the derivative of `@f` by its first argument,
    /// taken so many times.
    pub fn program(self, ops: usize, order: usize) -> String {
        let mut text = String::new();
        let written = match self {
            Self::Chain => chain(&mut text, ops),
            Self::Calls => calls(&mut text, ops),
            Self::Closures => closures(&mut text, ops),
        }
        .and_then(|()| derivative(&mut text, order));
        debug_assert!(written.is_ok(), "strings can always be written to");
        text
    }
}

type Written = std::fmt::Result;

/// Ops that keep values between -2 and 2, from `%<name>` and the arguments; gives the name of the last.
fn line(
    text: &mut String,
    from: &str,
    prefix: &str,
    ops: usize,
) -> Result<String, std::fmt::Error> {
    let mut last = from.to_owned();
    for index in 0..ops {
        let next = format!("%{prefix}{index}");
        match index % 4 {
            0 => writeln!(text, "  {next} = arith.mulf {last}, %y : f64")?,
            1 => writeln!(text, "  {next} = math.sin {last} : f64")?,
            2 => writeln!(text, "  {next} = arith.addf {last}, %x : f64")?,
            _ => writeln!(text, "  {next} = math.tanh {last} : f64")?,
        }
        last = next;
    }
    Ok(last)
}

fn chain(text: &mut String, ops: usize) -> Written {
    writeln!(text, "func.func private @f(%x: f64, %y: f64) -> f64 {{")?;
    let last = line(text, "%x", "v", ops)?;
    writeln!(text, "  return {last} : f64\n}}")
}

fn calls(text: &mut String, ops: usize) -> Written {
    let count = ops.div_ceil(FUNCTION).max(1);
    for index in 0..count {
        let name = match index {
            0 => "f".into(),
            _ => format!("f{index}"),
        };
        writeln!(
            text,
            "func.func private @{name}(%x: f64, %y: f64) -> f64 {{"
        )?;
        let mut last = line(text, "%x", "v", FUNCTION - 4)?;
        for child in [2 * index + 1, 2 * index + 2] {
            if child < count {
                let signature = "(f64, f64) -> f64";
                writeln!(
                    text,
                    "  %c{child} = call @f{child}({last}, %y) : {signature}"
                )?;
                writeln!(text, "  %s{child} = math.sin %c{child} : f64")?;
                last = format!("%s{child}");
            }
        }
        writeln!(text, "  return {last} : f64\n}}")?;
    }
    Ok(())
}

fn closures(text: &mut String, ops: usize) -> Written {
    // A lambda, its application, and two ops in it.
    let nests = ops.div_ceil(4 * DEPTH).max(1);
    writeln!(text, "func.func private @f(%x: f64, %y: f64) -> f64 {{")?;
    let mut last = "%x".to_owned();
    for nest in 0..nests {
        let ty = "!functional.fn<(f64) -> f64>";
        for depth in 0..DEPTH {
            let id = format!("{nest}_{depth}");
            writeln!(text, "  %l{id} = functional.lambda (%a{id}: f64) -> f64 {{")?;
            writeln!(text, "  %p{id} = arith.mulf %a{id}, {last} : f64")?;
            writeln!(text, "  %q{id} = math.sin %p{id} : f64")?;
            last = format!("%q{id}");
        }
        for depth in (0..DEPTH).rev() {
            let id = format!("{nest}_{depth}");
            writeln!(text, "  functional.return {last} : f64\n  }}")?;
            writeln!(text, "  %r{id} = functional.apply %l{id}(%y) : {ty}")?;
            last = format!("%r{id}");
        }
    }
    writeln!(text, "  return {last} : f64\n}}")
}

fn derivative(text: &mut String, order: usize) -> Written {
    let ty = "!functional.fn<(f64, f64) -> f64>";
    writeln!(text, "func.func @main(%x: f64, %y: f64) -> f64 {{")?;
    writeln!(text, "  %d0 = functional.ref @f : {ty}")?;
    for index in 0..order {
        writeln!(
            text,
            "  %d{} = functional.grad %d{index} wrt [0] : {ty}",
            index + 1
        )?;
    }
    writeln!(text, "  %r = functional.apply %d{order}(%x, %y) : {ty}")?;
    writeln!(text, "  return %r : f64\n}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_have_about_the_size_that_was_asked_for() {
        for shape in Shape::ALL {
            for ops in [100, 2000] {
                let text = shape.program(ops, 1);
                let lines = text.lines().filter(|line| line.contains(" = ")).count();
                let ratio = lines as f64 / ops as f64;
                assert!(
                    (0.7..1.3).contains(&ratio),
                    "{} {ops}: {lines}",
                    shape.name()
                );
            }
        }
    }
}
