//! The names of the ops and of their attributes.

/// A function value; captures by use.
pub const LAMBDA: &str = "functional.lambda";
/// Recursive function values: the results are bound to the block arguments.
pub const LETREC: &str = "functional.letrec";
/// Terminator of [`LAMBDA`] and [`LETREC`].
pub const RETURN: &str = "functional.return";
/// A top-level function as a value; its attribute is [`SYMBOL`].
pub const REF: &str = "functional.ref";
/// Call of a function value.
pub const APPLY: &str = "functional.apply";
/// A function with its leading arguments bound.
pub const PARTIAL: &str = "functional.partial";
/// A tuple of the operands.
pub const TUPLE: &str = "functional.tuple";
/// A field of a tuple; its attribute is [`INDEX`].
pub const GET: &str = "functional.get";
/// Gradients only; its attribute is [`WRT`].
pub const GRAD: &str = "functional.grad";
/// Results, then gradients; its attribute is [`WRT`].
pub const VALUE_AND_GRAD: &str = "functional.value_and_grad";
/// Results, then a pullback; its attribute is [`WRT`].
pub const VJP: &str = "functional.vjp";
/// Results, then tangents; its attribute is [`WRT`].
pub const JVP: &str = "functional.jvp";

/// All ops of the dialect.
pub const ALL: [&str; 12] = [
    LAMBDA,
    LETREC,
    RETURN,
    REF,
    APPLY,
    PARTIAL,
    TUPLE,
    GET,
    GRAD,
    VALUE_AND_GRAD,
    VJP,
    JVP,
];

/// The derivative operators.
pub const DERIVATIVES: [&str; 4] = [GRAD, VALUE_AND_GRAD, VJP, JVP];

/// The symbol of a [`REF`]: a flat symbol reference.
pub const SYMBOL: &str = "symbol";
/// The position that a [`GET`] reads: an `i64`.
pub const INDEX: &str = "index";
/// The arguments that a derivative operator is for: a dense array of `i64`, or absent.
pub const WRT: &str = "wrt";
