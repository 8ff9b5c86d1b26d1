//! Formulas as text: what they are in MLIR, and what they are worth.

use std::{iter::Peekable, str::Chars};

/// A formula in the variables `x`, `y` and `z`.
#[derive(Clone, Debug)]
pub(crate) enum Formula {
    Variable(char),
    Number(f64),
    Negated(Box<Formula>),
    Binary(char, Box<Formula>, Box<Formula>),
}

/// Reads sums, differences, products and quotients, unary minus, parentheses, numbers.
pub(crate) fn parse(text: &str) -> Formula {
    let mut chars = text.chars().peekable();
    let formula = sum(&mut chars);
    assert!(peek(&mut chars).is_none(), "the end of `{text}`");
    formula
}

fn peek(chars: &mut Peekable<Chars<'_>>) -> Option<char> {
    while chars.next_if_eq(&' ').is_some() {}
    chars.peek().copied()
}

fn binary(
    chars: &mut Peekable<Chars<'_>>,
    operators: &str,
    operand: fn(&mut Peekable<Chars<'_>>) -> Formula,
) -> Formula {
    let mut left = operand(chars);
    while let Some(operator) = peek(chars).filter(|&next| operators.contains(next)) {
        chars.next();
        left = Formula::Binary(operator, Box::new(left), Box::new(operand(chars)));
    }
    left
}

fn sum(chars: &mut Peekable<Chars<'_>>) -> Formula {
    binary(chars, "+-", product)
}

fn product(chars: &mut Peekable<Chars<'_>>) -> Formula {
    binary(chars, "*/", factor)
}

fn factor(chars: &mut Peekable<Chars<'_>>) -> Formula {
    match peek(chars) {
        Some('-') => {
            chars.next();
            match factor(chars) {
                Formula::Number(number) => Formula::Number(-number),
                other => Formula::Negated(Box::new(other)),
            }
        }
        Some('(') => {
            chars.next();
            let inner = sum(chars);
            assert_eq!(peek(chars), Some(')'));
            chars.next();
            inner
        }
        Some(letter @ 'x'..='z') => {
            chars.next();
            Formula::Variable(letter)
        }
        _ => {
            let mut digits = String::new();
            while let Some(digit) = chars.next_if(|c| c.is_ascii_digit() || *c == '.') {
                digits.push(digit);
            }
            Formula::Number(digits.parse().expect("a number"))
        }
    }
}

impl Formula {
    /// The value in `f64`.
    pub(crate) fn value(&self, [x, y, z]: [f64; 3]) -> f64 {
        match self {
            Self::Variable('x') => x,
            Self::Variable('y') => y,
            Self::Variable(_) => z,
            Self::Number(number) => *number,
            Self::Negated(inner) => -inner.value([x, y, z]),
            Self::Binary(operator, left, right) => {
                let (left, right) = (left.value([x, y, z]), right.value([x, y, z]));
                match operator {
                    '+' => left + right,
                    '-' => left - right,
                    '*' => left * right,
                    _ => left / right,
                }
            }
        }
    }

    /// `func.func @f` of the three variables; `flags` such as `reassoc,nsz`, or `none`.
    pub(crate) fn module(&self, ty: &str, flags: &str) -> String {
        let mut body = String::new();
        let result = self.emit(ty, flags, &mut body, &mut 0);
        format!(
            "func.func @f(%x: {ty}, %y: {ty}, %z: {ty}) -> {ty} {{\n{body}return {result} : {ty}\n}}"
        )
    }

    fn emit(&self, ty: &str, flags: &str, body: &mut String, next: &mut usize) -> String {
        let line = match self {
            Self::Variable(letter) => return format!("%{letter}"),
            Self::Number(number) => {
                // MLIR's numbers have a point where Rust's may have none.
                let digits = format!("{number:?}");
                let digits = match digits.split_once('e') {
                    Some((whole, exponent)) if !whole.contains('.') => {
                        format!("{whole}.0e{exponent}")
                    }
                    _ => digits,
                };
                if ty.contains('<') {
                    format!("arith.constant dense<{digits}> : {ty}")
                } else {
                    format!("arith.constant {digits} : {ty}")
                }
            }
            Self::Negated(inner) => {
                let inner = inner.emit(ty, flags, body, next);
                format!("arith.negf {inner} fastmath<{flags}> : {ty}")
            }
            Self::Binary(operator, left, right) => {
                let left = left.emit(ty, flags, body, next);
                let right = right.emit(ty, flags, body, next);
                let name = match operator {
                    '+' => "addf",
                    '-' => "subf",
                    '*' => "mulf",
                    _ => "divf",
                };
                format!("arith.{name} {left}, {right} fastmath<{flags}> : {ty}")
            }
        };
        *next += 1;
        body.push_str(&format!("%v{next} = {line}\n"));
        format!("%v{next}")
    }
}
