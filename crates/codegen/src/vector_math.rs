//! Functions of vectors: glibc's libmvec, within 4 units in the last place.
//!
//! A call whose flags let functions be approximated tells LLVM's vectorisers, by the attribute that clang uses for
//! `#pragma omp declare simd`, which functions of libmvec compute it for several elements at once. Only what the library of this
//! machine exports is offered, and only to code for this machine.

use crate::{error::Result, target::Target, thunk::name_of};
use inkwell::{
    AddressSpace,
    attributes::{Attribute, AttributeLoc},
    context::Context,
    intrinsics::Intrinsic,
    module::{Linkage, Module},
    types::{BasicTypeEnum, FloatType, VectorType},
    values::{
        BasicMetadataValueEnum, BasicValue, BasicValueEnum, CallSiteValue, FastMathFlags,
        FunctionValue, InstructionOpcode, InstructionValue, VectorValue,
    },
};
use llvm_sys::support::{LLVMLoadLibraryPermanently, LLVMSearchForAddressOfSymbol};
use std::{
    collections::{BTreeSet, HashMap},
    ffi::{CStr, CString},
    sync::OnceLock,
};

/// The library.
pub(crate) const LIBRARY: &CStr = c"libmvec.so.1";

/// What LLVM keeps though nothing calls it.
const KEPT: &str = "llvm.compiler.used";

/// C's functions of one and of two numbers that some version of the library has.
const FUNCTIONS: [&[&str]; 2] = [
    &[
        "exp", "exp2", "exp10", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "tan",
        "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "erf", "erfc",
        "cbrt",
    ],
    &["pow", "atan2", "hypot"],
];

/// Sets of instructions: the feature, the letter that names it, bits of a vector.
const SETS: [(&str, char, u32); 3] = [
    ("+sse2", 'b', 128),
    ("+avx2", 'd', 256),
    ("+avx512f", 'e', 512),
];

/// Whether this process has the library.
pub(crate) fn is_there() -> bool {
    static THERE: OnceLock<bool> = OnceLock::new();
    // SAFETY: the name ends in NUL. The library's constructors set what its own functions read.
    *THERE.get_or_init(|| unsafe { LLVMLoadLibraryPermanently(LIBRARY.as_ptr()) } == 0)
}

fn exports(symbol: &str) -> bool {
    // SAFETY: the name ends in NUL; the address is compared with null only.
    CString::new(symbol)
        .is_ok_and(|symbol| unsafe { !LLVMSearchForAddressOfSymbol(symbol.as_ptr()).is_null() })
}

/// A function on elements.
struct Scalar<'ctx> {
    /// C's name for it in double precision.
    base: &'static str,
    element: FloatType<'ctx>,
    arguments: usize,
}

impl<'ctx> Scalar<'ctx> {
    fn of(function: FunctionValue<'ctx>) -> Option<Self> {
        if function.count_basic_blocks() > 0 {
            return None;
        }
        let name = name_of(function);
        let ty = function.get_type();
        let Some(BasicTypeEnum::FloatType(element)) = ty.get_return_type() else {
            return None;
        };
        let arguments = ty.get_param_types();
        let (intrinsic, suffix) = match element.get_bit_width() {
            64 => (".f64", ""),
            32 => (".f32", "f"),
            _ => return None,
        };
        let stem = match name.strip_prefix("llvm.") {
            Some(rest) => rest.strip_suffix(intrinsic)?,
            None => name.strip_suffix(suffix)?,
        };
        let known = FUNCTIONS.get(arguments.len().checked_sub(1)?)?;
        let base = known.iter().copied().find(|base| *base == stem)?;
        let is_plain = arguments.iter().all(|ty| *ty == element.into());
        is_plain.then_some(Self {
            base,
            element,
            arguments: arguments.len(),
        })
    }

    /// The function that an intrinsic computes for each lane of vectors.
    fn of_vectors(function: FunctionValue<'ctx>) -> Option<Self> {
        let name = name_of(function);
        let ty = function.get_type();
        let Some(BasicTypeEnum::VectorType(whole)) = ty.get_return_type() else {
            return None;
        };
        let BasicTypeEnum::FloatType(element) = whole.get_element_type() else {
            return None;
        };
        let arguments = ty.get_param_types();
        let kind = match element.get_bit_width() {
            64 => "f64",
            32 => "f32",
            _ => return None,
        };
        let suffix = format!(".v{}{kind}", whole.get_size());
        let stem = name.strip_prefix("llvm.")?.strip_suffix(&suffix)?;
        let known = FUNCTIONS.get(arguments.len().checked_sub(1)?)?;
        let base = known.iter().copied().find(|base| *base == stem)?;
        let is_plain = arguments.iter().all(|ty| *ty == whole.into());
        is_plain.then_some(Self {
            base,
            element,
            arguments: arguments.len(),
        })
    }

    /// The library's functions for so many bits: the number of elements, and the name.
    fn variant(&self, set: char, bits: u32) -> (u32, String) {
        let width = self.element.get_bit_width();
        let suffix = if width == 32 { "f" } else { "" };
        let places = "v".repeat(self.arguments);
        let lanes = bits / width;
        let name = format!("_ZGV{set}N{lanes}{places}_{}{suffix}", self.base);
        (lanes, name)
    }
}

/// Tells the vectorisers of the library's functions, where calls may be approximated.
pub(crate) fn offer<'ctx>(
    context: &'ctx Context,
    module: &Module<'ctx>,
    target: &Target,
) -> Result<()> {
    if *target != Target::host() || !is_there() {
        return Ok(());
    }
    let has = |feature: &str| target.features().split(',').any(|known| known == feature);
    let sets: Vec<_> = SETS.into_iter().filter(|(name, ..)| has(name)).collect();
    for instruction in calls(module) {
        apart(context, module, instruction)?;
    }
    for instruction in calls(module) {
        in_pieces(context, module, instruction, &sets)?;
    }
    let mut texts = HashMap::<String, Option<Attribute>>::new();
    let mut kept = BTreeSet::new();
    for instruction in calls(module) {
        let Some((call, function)) = approximate(instruction) else {
            continue;
        };
        let name = name_of(function);
        let attribute = *texts.entry(name.clone()).or_insert_with(|| {
            let scalar = Scalar::of(function)?;
            let mut list = vec![];
            for &(_, set, bits) in &sets {
                let (lanes, variant) = scalar.variant(set, bits);
                if exports(&variant) {
                    declare(context, module, &scalar, lanes, &variant);
                    let places = "v".repeat(scalar.arguments);
                    list.push(format!("_ZGV_LLVM_N{lanes}{places}_{name}({variant})"));
                    kept.insert(variant);
                }
            }
            let text = list.join(",");
            (!list.is_empty())
                .then(|| context.create_string_attribute("vector-function-abi-variant", &text))
        });
        if let Some(attribute) = attribute {
            call.add_attribute(AttributeLoc::Function, attribute);
            pure(context, |attribute| {
                call.add_attribute(AttributeLoc::Function, attribute);
            });
        }
    }
    keep(context, module, &kept);
    Ok(())
}

/// Takes away what nothing uses of what was offered.
pub(crate) fn withdraw(module: &Module<'_>) {
    if let Some(list) = module.get_global(KEPT) {
        // SAFETY: nothing refers to this global.
        unsafe { list.delete() };
    }
    let unused: Vec<_> = module
        .get_functions()
        .filter(|function| function.get_name().to_bytes().starts_with(b"_ZGV"))
        .filter(|function| {
            function
                .as_global_value()
                .as_pointer_value()
                .get_first_use()
                .is_none()
        })
        .collect();
    for function in unused {
        // SAFETY: it is a declaration without uses.
        unsafe { function.delete() };
    }
}

fn calls<'ctx>(module: &Module<'ctx>) -> Vec<InstructionValue<'ctx>> {
    module
        .get_functions()
        .flat_map(FunctionValue::get_basic_blocks)
        .flat_map(|block| block.get_instructions())
        .filter(|instruction| instruction.get_opcode() == InstructionOpcode::Call)
        .collect()
}

/// A call of a known function that may be approximated.
fn approximate(
    instruction: InstructionValue<'_>,
) -> Option<(CallSiteValue<'_>, FunctionValue<'_>)> {
    let flags = instruction.get_fast_math_flags().ok()?;
    let call = CallSiteValue::try_from(instruction).ok()?;
    let function = call.get_called_fn_value()?;
    flags
        .contains(FastMathFlags::ApproxFunc)
        .then_some((call, function))
}

/// What the vectorisers must know of a function: nothing but its result comes of it.
fn pure(context: &Context, mut add: impl FnMut(Attribute)) {
    for (name, value) in [("nounwind", 0), ("willreturn", 0), ("memory", 0)] {
        let kind = Attribute::get_named_enum_kind_id(name);
        add(context.create_enum_attribute(kind, value));
    }
}

fn declare<'ctx>(
    context: &'ctx Context,
    module: &Module<'ctx>,
    scalar: &Scalar<'ctx>,
    lanes: u32,
    name: &str,
) {
    if module.get_function(name).is_none() {
        let vector = scalar.element.vec_type(lanes);
        let ty = vector.fn_type(&vec![vector.into(); scalar.arguments], false);
        let function = module.add_function(name, ty, Some(Linkage::External));
        pure(context, |attribute| {
            function.add_attribute(AttributeLoc::Function, attribute);
        });
    }
}

/// LLVM drops declarations that nothing calls, but for these.
fn keep<'ctx>(context: &'ctx Context, module: &Module<'ctx>, names: &BTreeSet<String>) {
    let functions = names.iter().filter_map(|name| module.get_function(name));
    let pointers: Vec<_> = functions
        .map(|function| function.as_global_value().as_pointer_value())
        .collect();
    if pointers.is_empty() || module.get_global(KEPT).is_some() {
        return;
    }
    let pointer = context.ptr_type(AddressSpace::default());
    let list = pointer.const_array(&pointers);
    let global = module.add_global(list.get_type(), None, KEPT);
    global.set_linkage(Linkage::Appending);
    global.set_section(Some("llvm.metadata"));
    global.set_initializer(&list);
}

/// An intrinsic of vectors, whatever their length, as the library's function on pieces of the most lanes that it has. Lanes that are
/// left over in the last piece repeat the first one.
fn in_pieces<'ctx>(
    context: &'ctx Context,
    module: &Module<'ctx>,
    instruction: InstructionValue<'ctx>,
    sets: &[(&str, char, u32)],
) -> Result<()> {
    let Some((_, function)) = approximate(instruction) else {
        return Ok(());
    };
    let ty = function.get_type().get_return_type();
    let (Some(BasicTypeEnum::VectorType(whole)), Ok(flags)) =
        (ty, instruction.get_fast_math_flags())
    else {
        return Ok(());
    };
    let Some(scalar) = Scalar::of_vectors(function) else {
        return Ok(());
    };
    let lanes = whole.get_size();
    // The shortest that holds all lanes, or the longest.
    let known = sets.iter().map(|&(_, set, bits)| scalar.variant(set, bits));
    let mut known: Vec<_> = known.filter(|(_, name)| exports(name)).collect();
    known.sort();
    let fit = known
        .iter()
        .find(|(width, _)| *width >= lanes)
        .or(known.last());
    let Some((width, variant)) = fit else {
        return Ok(());
    };
    let width = *width;
    declare(context, module, &scalar, width, variant);
    let Some(piece) = module.get_function(variant) else {
        return Ok(());
    };
    let number = context.i32_type();
    let mask = |lanes: Vec<u32>| {
        let lanes: Vec<_> = lanes
            .into_iter()
            .map(|lane| number.const_int(lane.into(), false))
            .collect();
        VectorType::const_vector(&lanes)
    };
    let builder = context.create_builder();
    builder.position_before(&instruction);
    let mut all: Option<VectorValue<'ctx>> = None;
    for first in (0..lanes).step_by(width as usize) {
        let places: Vec<_> = (first..first + width)
            .map(|lane| if lane < lanes { lane } else { first })
            .collect();
        let mut arguments = vec![];
        for index in 0..scalar.arguments as u32 {
            let Some(Some(BasicValueEnum::VectorValue(of))) = instruction
                .get_operand(index)
                .map(|operand| operand.value())
            else {
                return Ok(());
            };
            let part =
                builder.build_shuffle_vector(of, whole.get_poison(), mask(places.clone()), "")?;
            arguments.push(part.into());
        }
        let made = builder.build_call(piece, &arguments, "")?;
        let Some(BasicValueEnum::VectorValue(part)) = made.try_as_basic_value().basic() else {
            return Ok(());
        };
        if let Some(made) = part.as_instruction_value() {
            // A call of floats has flags.
            let _ = made.set_fast_math_flags(flags);
        }
        // As long as the whole, so that two can become one.
        let stretched: Vec<_> = (0..lanes)
            .map(|lane| {
                lane.checked_sub(first)
                    .filter(|&lane| lane < width)
                    .unwrap_or(0)
            })
            .collect();
        let nothing = part.get_type().get_poison();
        let part = builder.build_shuffle_vector(part, nothing, mask(stretched), "")?;
        all = Some(match all {
            None => part,
            Some(before) => {
                let both: Vec<_> = (0..lanes)
                    .map(|lane| if lane < first { lane } else { lanes + lane })
                    .collect();
                builder.build_shuffle_vector(before, part, mask(both), "")?
            }
        });
    }
    let value = all.and_then(|all| all.as_instruction_value());
    if let Some(value) = value {
        instruction.replace_all_uses_with(&value);
        instruction.erase_from_basic_block();
    }
    Ok(())
}

/// Makes a sine and a cosine of what computes both: for vectors there is no function of both, and where the two stay scalars the
/// code generator calls one again.
fn apart<'ctx>(
    context: &'ctx Context,
    module: &Module<'ctx>,
    instruction: InstructionValue<'ctx>,
) -> Result<()> {
    let Some((_, function)) = approximate(instruction) else {
        return Ok(());
    };
    let name = name_of(function);
    if name != "llvm.sincos.f64" && name != "llvm.sincos.f32" {
        return Ok(());
    }
    let (Some(Some(BasicValueEnum::FloatValue(of))), Ok(flags)) = (
        instruction.get_operand(0).map(|operand| operand.value()),
        instruction.get_fast_math_flags(),
    ) else {
        return Ok(());
    };
    let builder = context.create_builder();
    builder.position_before(&instruction);
    let parts = ["llvm.sin", "llvm.cos"].map(|name| {
        let intrinsic = Intrinsic::find(name)?;
        let function = intrinsic.get_declaration(module, &[of.get_type().into()])?;
        let argument: BasicMetadataValueEnum<'_> = of.into();
        let call = builder.build_call(function, &[argument], "").ok()?;
        let value = call.try_as_basic_value().basic()?;
        let made = value.as_instruction_value()?;
        made.set_fast_math_flags(flags).ok()?;
        Some(value)
    });
    let [Some(sin), Some(cos)] = parts else {
        return Ok(());
    };
    let ty = function.get_type().get_return_type();
    let Some(BasicTypeEnum::StructType(pair)) = ty else {
        return Ok(());
    };
    let first = builder.build_insert_value(pair.get_poison(), sin, 0, "")?;
    let both = builder.build_insert_value(first, cos, 1, "")?;
    if let Some(both) = both.as_instruction_value() {
        instruction.replace_all_uses_with(&both);
        instruction.erase_from_basic_block();
    }
    Ok(())
}
