//! Loops as LLVM IR text.

use std::fmt::Display;

/// Functions that are being written.
#[derive(Debug, Default)]
pub(super) struct Text {
    out: String,
    next: usize,
    /// The block that lines go to.
    block: String,
}

impl Text {
    pub(super) fn finish(self) -> String {
        self.out
    }

    pub(super) fn raw(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    pub(super) fn line(&mut self, text: impl Display) {
        self.out.push_str(&format!("  {text}\n"));
    }

    /// A function without a result, whose body ends here.
    pub(super) fn function(&mut self, head: &str, body: impl FnOnce(&mut Self)) {
        self.raw(&format!("define {head} {{"));
        self.start("entry");
        body(self);
        self.line("ret void");
        self.raw("}");
    }

    /// A name that nothing has.
    fn fresh(&mut self, kind: &str) -> String {
        self.next += 1;
        format!("{kind}{}", self.next)
    }

    pub(super) fn value(&mut self, op: impl Display) -> String {
        let name = format!("%{}", self.fresh("v"));
        self.line(format!("{name} = {op}"));
        name
    }

    pub(super) fn start(&mut self, label: &str) {
        self.raw(&format!("{label}:"));
        label.clone_into(&mut self.block);
    }

    pub(super) fn block(&self) -> &str {
        &self.block
    }

    /// An unsigned arithmetic op of `i64`.
    pub(super) fn int(&mut self, op: &str, a: impl Display, b: impl Display) -> String {
        self.value(format!("{op} i64 {a}, {b}"))
    }

    pub(super) fn least(&mut self, a: impl Display, b: impl Display) -> String {
        self.value(format!("call i64 @llvm.smin.i64(i64 {a}, i64 {b})"))
    }

    pub(super) fn equal(&mut self, a: impl Display, b: impl Display) -> String {
        self.value(format!("icmp eq i64 {a}, {b}"))
    }

    pub(super) fn all(&mut self, conditions: &[String]) -> String {
        let mut all = "true".to_owned();
        for condition in conditions {
            all = self.value(format!("and i1 {all}, {condition}"));
        }
        all
    }

    /// The address of an element.
    pub(super) fn at(&mut self, ty: &str, base: &str, offset: impl Display) -> String {
        self.value(format!(
            "getelementptr inbounds {ty}, ptr {base}, i64 {offset}"
        ))
    }

    /// For each of `from`, `from + step`, .. below `to`.
    pub(super) fn each(&mut self, [from, to, step]: [&str; 3], body: impl FnOnce(&mut Self, &str)) {
        let [head, inside, latch, end] =
            ["head", "inside", "latch", "end"].map(|kind| self.fresh(kind));
        let (i, next) = (format!("%{head}.i"), format!("%{head}.next"));
        let before = self.block.clone();
        self.line(format!("br label %{head}"));
        self.start(&head);
        self.line(format!(
            "{i} = phi i64 [ {from}, %{before} ], [ {next}, %{latch} ]"
        ));
        let goes_on = self.value(format!("icmp slt i64 {i}, {to}"));
        self.line(format!("br i1 {goes_on}, label %{inside}, label %{end}"));
        self.start(&inside);
        body(self, &i);
        self.line(format!("br label %{latch}"));
        self.start(&latch);
        self.line(format!("{next} = add nuw nsw i64 {i}, {step}"));
        self.line(format!("br label %{head}"));
        self.start(&end);
    }

    /// One of two.
    pub(super) fn branch(
        &mut self,
        condition: &str,
        yes: impl FnOnce(&mut Self),
        no: impl FnOnce(&mut Self),
    ) {
        let [then, other, end] = ["then", "else", "end"].map(|kind| self.fresh(kind));
        self.line(format!("br i1 {condition}, label %{then}, label %{other}"));
        self.start(&then);
        yes(self);
        self.line(format!("br label %{end}"));
        self.start(&other);
        no(self);
        self.line(format!("br label %{end}"));
        self.start(&end);
    }

    /// Ends the function here where the condition holds, after the body.
    pub(super) fn leave_if(&mut self, condition: &str, body: impl FnOnce(&mut Self)) {
        let [then, end] = ["then", "end"].map(|kind| self.fresh(kind));
        self.line(format!("br i1 {condition}, label %{then}, label %{end}"));
        self.start(&then);
        body(self);
        self.line("ret void");
        self.start(&end);
    }
}
