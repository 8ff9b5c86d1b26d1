//! Typed options.

pub use pullback_mlir_shim::OptionKind;

/// One declared option of a pass.
#[derive(Clone, Debug)]
pub struct OptionSpec {
    /// The name in pipeline text.
    pub name: String,
    /// One line for `--help`.
    pub description: String,
    /// The default as text.
    pub default: String,
    /// How MLIR parses it.
    pub kind: OptionKind,
}

/// A type that can be an option of a pass.
pub trait OptionValue: Sized {
    /// How MLIR parses it.
    const KIND: OptionKind;
    /// Reads what MLIR parsed; the error says what would be right.
    fn parse(text: &str) -> Result<Self, String>;
    /// The text that reads back as this value.
    fn show(&self) -> String;
}

impl OptionValue for bool {
    const KIND: OptionKind = OptionKind::Bool;
    fn parse(text: &str) -> Result<Self, String> {
        text.parse()
            .map_err(|_| format!("`{text}` is neither true nor false"))
    }
    fn show(&self) -> String {
        self.to_string()
    }
}

impl OptionValue for String {
    const KIND: OptionKind = OptionKind::String;
    fn parse(text: &str) -> Result<Self, String> {
        Ok(text.to_owned())
    }
    fn show(&self) -> String {
        self.clone()
    }
}

impl OptionValue for f64 {
    const KIND: OptionKind = OptionKind::Float;
    fn parse(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| format!("`{text}` is no number"))
    }
    fn show(&self) -> String {
        self.to_string()
    }
}

impl OptionValue for Vec<String> {
    const KIND: OptionKind = OptionKind::List;
    fn parse(text: &str) -> Result<Self, String> {
        Ok(text
            .split(',')
            .filter(|item| !item.is_empty())
            .map(str::to_owned)
            .collect())
    }
    fn show(&self) -> String {
        self.join(",")
    }
}

macro_rules! integers {
    ($($ty:ty),*) => {$(
        impl OptionValue for $ty {
            const KIND: OptionKind = OptionKind::Int;
            fn parse(text: &str) -> Result<Self, String> {
                text.parse().map_err(|_| format!(
                    "`{text}` is not between {} and {}", <$ty>::MIN, <$ty>::MAX))
            }
            fn show(&self) -> String {
                self.to_string()
            }
        }
    )*};
}
integers!(i32, i64, u32, u64, usize);
