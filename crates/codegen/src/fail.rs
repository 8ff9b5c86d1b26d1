//! Tests in compiled code that do not hold: a shape, a position.

use crate::{
    error::{ErrorKind, Result},
    guard, trap,
};
use inkwell::{context::Context, memory_buffer::MemoryBuffer, module::Module};
use std::{
    ffi::{CStr, c_char},
    fmt::{self, Display, Formatter},
};

/// The symbol that such code calls: `void (const char *text, int64_t, int64_t)`, which does not come back. Each `{}` in the text
/// stands for a number.
pub(crate) const HELPER: &CStr = c"pullback_fail";

/// What a program says of a test that does not hold.
#[derive(Clone, PartialEq, Eq)]
pub struct Sentence(Box<str>);

impl Sentence {
    fn of(text: &str, numbers: [i64; 2]) -> Self {
        let mut sentence = String::new();
        let mut numbers = numbers.iter();
        for (index, part) in text.split("{}").enumerate() {
            if index > 0
                && let Some(number) = numbers.next()
            {
                sentence.push_str(&number.to_string());
            }
            sentence.push_str(part);
        }
        Self(sentence.into())
    }
}

impl Display for Sentence {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Sentence {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

/// # Safety
/// Compiled code calls it, with a text that ends in NUL.
pub(crate) unsafe extern "C" fn fail(text: *const c_char, first: i64, second: i64) -> ! {
    // SAFETY: the caller's promise.
    let text = unsafe { CStr::from_ptr(text) };
    let text = text
        .to_str()
        .unwrap_or("a test of the compiled program does not hold");
    let trap = trap::Trap::Failed(Sentence::of(text, [first, second]));
    // SAFETY: the trap moves on, nothing else here has a destructor, and the caller is compiled code.
    let trap = unsafe { trap::go_back(trap) };
    guard::end(&trap)
}

/// Gives the module a function of its own, for programs without this crate, if it names one.
pub(crate) fn define<'ctx>(context: &'ctx Context, module: &Module<'ctx>) -> Result<()> {
    let name = HELPER.to_string_lossy();
    if module.get_function(&name).is_none() {
        return Ok(());
    }
    let text = format!(
        "declare i32 @dprintf(i32, ptr, ...)
declare void @abort() noreturn
@\"{name}$format\" = internal constant [23 x i8] c\"error: %s (%ld, %ld)\\0A\\00\\00\"
define void @{name}(ptr %text, i64 %first, i64 %second) noinline cold noreturn {{
  %count = call i32 (i32, ptr, ...) @dprintf(i32 2, ptr @\"{name}$format\", ptr %text, i64 %first, i64 %second)
  call void @abort()
  unreachable
}}
"
    );
    let failed = |message: String| ErrorKind::CodeGeneration(message);
    let buffer = MemoryBuffer::create_from_memory_range_copy(text.as_bytes(), "fail");
    let own = context
        .create_module_from_ir(buffer)
        .map_err(|error| failed(error.to_string()))?;
    own.set_triple(&module.get_triple());
    own.set_data_layout(&module.get_data_layout());
    module
        .link_in_module(own)
        .map_err(|error| failed(error.to_string()))?;
    if let Some(function) = module.get_function(&name) {
        function.set_linkage(inkwell::module::Linkage::Internal);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Sentence;

    #[test]
    fn numbers_stand_in_their_places() {
        assert_eq!(
            Sentence::of("{} is not {}", [1, -2]).to_string(),
            "1 is not -2"
        );
        assert_eq!(Sentence::of("none", [1, 2]).to_string(), "none");
        assert_eq!(Sentence::of("{}{}{}", [1, 2]).to_string(), "12");
    }
}
