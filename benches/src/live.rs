//! Modules of many functions that call each other, and edits of them.

use std::fmt::Write;

/// A module: a tree of functions of about 20 ops, and helpers of a few ops that eight of them share. The entry is `@main`.
#[derive(Clone, Debug)]
pub struct Module {
    /// How many functions there are, helpers included.
    count: usize,
    /// Counts the edits of each function.
    edits: Vec<usize>,
    /// Counts the edits of the comment above.
    comments: usize,
}

/// How many functions share a helper.
const USERS: usize = 8;

/// Ops of a function besides calls and what joins their values.
const OPS: usize = 16;

impl Module {
    /// A module of so many functions.
    pub fn new(count: usize) -> Self {
        Self {
            count,
            edits: vec![0; count],
            comments: 0,
        }
    }

    /// How many of the functions are helpers.
    fn helpers(&self) -> usize {
        self.count / (USERS + 1)
    }

    /// The functions that are edited, with what they are: one that many call through, one that calls no other of the tree, a
    /// helper.
    pub fn edited(&self) -> [(&'static str, usize); 3] {
        let tree = self.count - self.helpers();
        [
            ("in the middle", tree / 4),
            ("at the end", tree - 1),
            ("of a helper", tree),
        ]
    }

    /// Changes a constant of a function.
    pub fn edit(&mut self, index: usize) {
        self.edits[index] += 1;
    }

    /// Changes a comment.
    pub fn comment(&mut self) {
        self.comments += 1;
    }

    /// The source.
    pub fn text(&self) -> String {
        let tree = self.count - self.helpers();
        let mut text = String::with_capacity(self.count * 1200);
        let _ = writeln!(text, "// Revision {}.", self.comments);
        for index in 0..self.count {
            // Strings can always be written to.
            let _ = match index < tree {
                true => self.function(&mut text, index, tree),
                false => self.helper(&mut text, index),
            };
        }
        text
    }

    /// The source with the gradient written in it, as `@main`; the function that it is of is `@primal`.
    pub fn gradient_text(&self) -> String {
        // Nobody calls the entry.
        let text = self.text().replacen("@main(", "@primal(", 1);
        text + "func.func @main(%x: f64, %y: f64) -> (f64, f64, f64) {
  %f = functional.ref @primal : !functional.fn<(f64, f64) -> f64>
  %d = functional.value_and_grad %f : !functional.fn<(f64, f64) -> f64>
  %r:3 = functional.apply %d(%x, %y) : !functional.fn<(f64, f64) -> (f64, f64, f64)>
  return %r#0, %r#1, %r#2 : f64, f64, f64
}
"
    }

    fn function(&self, text: &mut String, index: usize, tree: usize) -> std::fmt::Result {
        let name = match index {
            0 => "main".into(),
            _ => format!("f{index}"),
        };
        writeln!(text, "// Function {index} of a module.")?;
        writeln!(text, "func.func @{name}(%x: f64, %y: f64) -> f64 {{")?;
        let edits = self.edits[index] % 1000;
        writeln!(text, "  %k = arith.constant 0.5{edits:03} : f64")?;
        let mut last = "%x".to_owned();
        for step in 0..OPS {
            let next = format!("%v{step}");
            match step % 4 {
                0 => writeln!(text, "  {next} = arith.mulf {last}, %y : f64")?,
                1 => writeln!(text, "  {next} = math.sin {last} : f64")?,
                2 => writeln!(text, "  {next} = arith.addf {last}, %k : f64")?,
                _ => writeln!(text, "  {next} = math.tanh {last} : f64")?,
            }
            last = next;
        }
        let children = [2 * index + 1, 2 * index + 2];
        let mut callees: Vec<usize> = children.into_iter().filter(|child| *child < tree).collect();
        if self.helpers() > 0 {
            callees.push(tree + (index / USERS).min(self.helpers() - 1));
        }
        for callee in callees {
            writeln!(
                text,
                "  %c{callee} = func.call @f{callee}({last}, %y) : (f64, f64) -> f64"
            )?;
            writeln!(text, "  %s{callee} = arith.addf %c{callee}, {last} : f64")?;
            last = format!("%s{callee}");
        }
        writeln!(text, "  return {last} : f64\n}}")
    }

    fn helper(&self, text: &mut String, index: usize) -> std::fmt::Result {
        let edits = self.edits[index] % 1000;
        writeln!(
            text,
            "func.func private @f{index}(%x: f64, %y: f64) -> f64 {{
  %k = arith.constant 0.25{edits:03} : f64
  %p = arith.mulf %x, %k : f64
  %q = math.cos %p : f64
  %r = arith.mulf %q, %y : f64
  return %r : f64
}}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_have_as_many_functions_as_asked_for() {
        for count in [1, 10, 100] {
            let mut module = Module::new(count);
            let before = module.text();
            assert_eq!(before.matches("func.func").count(), count);
            module.edit(module.edited()[0].1);
            let after = module.text();
            let changed = before.lines().zip(after.lines()).filter(|(a, b)| a != b);
            assert_eq!(changed.count(), 1);
        }
    }
}
