//! Products of matrices, which compiled code calls by name: kernels for the processor that the code is for.
//!
//! `pullback$matmul_f64` and `pullback$matmul_f32` take three sizes m, n, k, and three matrices as an address and two strides in
//! elements each: m x k, k x n, and the m x n matrix to which the product is added. They take memory above what the arena
//! holds, for the time of the call. Sums are in any order; a product and a sum are rounded once unless arithmetic is strict.

mod kernel;
mod text;

use crate::{
    arena,
    error::{ErrorKind, Result},
    fp::FpMode,
    optimize::{OptLevel, optimize},
    target::Target,
};
use inkwell::{
    context::Context,
    memory_buffer::MemoryBuffer,
    module::{Linkage, Module},
    targets::FileType,
};
use kernel::Kernel;
use std::sync::{Arc, Mutex, PoisonError};

/// What the names of all kernels begin with.
pub(crate) const PREFIX: &str = "pullback$matmul_";
/// Behind the name of a kernel that rounds every product.
const STRICT: &str = "$strict";

/// The names, as code in the LLVM dialect has them.
const NAMES: [&str; 2] = ["pullback$matmul_f32", "pullback$matmul_f64"];

/// The kernels there are: a name, and what it is for.
fn kernels(target: &Target) -> impl Iterator<Item = (String, Kernel)> + use<> {
    let bits = target.vector_bits();
    NAMES.into_iter().flat_map(move |name| {
        let (element, bytes) = match name.ends_with("f32") {
            true => ("float", 4),
            false => ("double", 8),
        };
        [("", true), (STRICT, false)].map(|(end, contracts)| {
            let kernel = Kernel {
                element,
                bytes,
                bits,
                contracts,
            };
            (format!("{name}{end}"), kernel)
        })
    })
}

/// The names of the kernels that code may call.
pub(crate) fn names() -> impl Iterator<Item = String> {
    kernels(&Target::generic_x86_64()).map(|(name, _)| name)
}

/// Lets the module call the kernels of its arithmetic.
pub(crate) fn choose(module: &Module<'_>, fp: FpMode) {
    for name in NAMES {
        if let Some(function) = module.get_function(name)
            && fp == FpMode::Strict
        {
            function
                .as_global_value()
                .set_name(&format!("{name}{STRICT}"));
        }
    }
}

/// Gives the module kernels of its own, if it names any.
pub(crate) fn define<'ctx>(
    context: &'ctx Context,
    module: &Module<'ctx>,
    target: &Target,
) -> Result<()> {
    for (name, kernel) in kernels(target) {
        if module.get_function(&name).is_none() {
            continue;
        }
        let own = parse(context, &name, kernel)?;
        own.set_triple(&module.get_triple());
        own.set_data_layout(&module.get_data_layout());
        module.link_in_module(own).map_err(failed)?;
        if let Some(function) = module.get_function(&name) {
            function.set_linkage(Linkage::Internal);
        }
    }
    Ok(())
}

/// A kernel for this machine as an object, which is made once.
pub(crate) fn object(name: &str) -> Result<Arc<[u8]>> {
    static MADE: Mutex<Vec<(String, Arc<[u8]>)>> = Mutex::new(vec![]);
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, object)) = made.iter().find(|(known, _)| known == name) {
        return Ok(object.clone());
    }
    let object: Arc<[u8]> = compile(name, &Target::host())?.into();
    made.push((name.to_owned(), object.clone()));
    Ok(object)
}

fn compile(name: &str, target: &Target) -> Result<Vec<u8>> {
    let unknown = || ErrorKind::CodeGeneration(format!("there is no kernel `{name}`"));
    let kernel = kernels(target).find(|(known, _)| known == name);
    let (_, kernel) = kernel.ok_or_else(unknown)?;
    let machine = target.machine(OptLevel::O2)?;
    let context = Context::create();
    let module = parse(&context, name, kernel)?;
    module.set_triple(&machine.get_triple());
    module.set_data_layout(&machine.get_target_data().get_data_layout());
    optimize(&module, &machine, OptLevel::O2)?;
    let object = machine.write_to_memory_buffer(&module, FileType::Object);
    Ok(object.map_err(failed)?.as_slice().to_vec())
}

fn parse<'ctx>(context: &'ctx Context, name: &str, kernel: Kernel) -> Result<Module<'ctx>> {
    let text = kernel.text(name, arena::SYMBOL);
    let buffer = MemoryBuffer::create_from_memory_range_copy(text.as_bytes(), name);
    Ok(context.create_module_from_ir(buffer).map_err(failed)?)
}

fn failed(message: impl ToString) -> ErrorKind {
    ErrorKind::CodeGeneration(message.to_string())
}

#[cfg(test)]
mod tests {
    use super::{compile, kernels};
    use crate::{Jit, Target};

    /// A matrix whose elements lie apart as these strides tell.
    struct Matrix {
        numbers: Vec<f64>,
        strides: [usize; 2],
    }

    impl Matrix {
        fn new(sizes: [usize; 2], layout: usize, seed: &mut u64) -> Self {
            let strides = match layout {
                0 => [sizes[1], 1],
                1 => [1, sizes[0]],
                2 => [sizes[1] + 3, 1],
                _ => [2 * sizes[1] + 1, 2],
            };
            let count = sizes[0] * strides[0] + sizes[1] * strides[1] + 1;
            let mut next = || {
                *seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                // Small whole numbers: sums in any order are exact.
                ((*seed >> 33) % 15) as f64 - 7.0
            };
            Self {
                numbers: (0..count).map(|_| next()).collect(),
                strides,
            }
        }

        fn place(&self, i: usize, j: usize) -> usize {
            i * self.strides[0] + j * self.strides[1]
        }
    }

    /// What a machine of this level adds to `c`, in elements of the name's type.
    fn product(address: u64, is_f32: bool, [m, n, k]: [usize; 3], abc: [&Matrix; 3]) -> Vec<f64> {
        type Strides = [usize; 2];
        fn call<T: Copy>(
            address: u64,
            [m, n, k]: [usize; 3],
            [a, b]: [(Vec<T>, Strides); 2],
            (mut c, cs): (Vec<T>, Strides),
        ) -> Vec<T> {
            type Function<T> = extern "C" fn(
                usize,
                usize,
                usize,
                *const T,
                usize,
                usize,
                *const T,
                usize,
                usize,
                *mut T,
                usize,
                usize,
            );
            // SAFETY: the kernel has this type, and the matrices hold what it touches.
            let function: Function<T> = unsafe { std::mem::transmute(address) };
            let ((a, [am, ak]), (b, [bk, bn]), [cm, cn]) = (a, b, cs);
            function(
                m,
                n,
                k,
                a.as_ptr(),
                am,
                ak,
                b.as_ptr(),
                bk,
                bn,
                c.as_mut_ptr(),
                cm,
                cn,
            );
            c
        }
        if is_f32 {
            let [a, b, c] = abc.map(|matrix| {
                let numbers: Vec<_> = matrix.numbers.iter().map(|&x| x as f32).collect();
                (numbers, matrix.strides)
            });
            let c = call(address, [m, n, k], [a, b], c);
            c.into_iter().map(f64::from).collect()
        } else {
            let [a, b, c] = abc.map(|matrix| (matrix.numbers.clone(), matrix.strides));
            call(address, [m, n, k], [a, b], c)
        }
    }

    fn expected([m, n, k]: [usize; 3], [a, b, c]: [&Matrix; 3]) -> Vec<f64> {
        let mut result = c.numbers.clone();
        for i in 0..m {
            for j in 0..n {
                let products = (0..k).map(|p| a.numbers[a.place(i, p)] * b.numbers[b.place(p, j)]);
                result[c.place(i, j)] += products.sum::<f64>();
            }
        }
        result
    }

    #[test]
    fn kernels_multiply() {
        let host = Target::host();
        let mut levels = vec![Target::generic_x86_64()];
        if host.vector_bits() >= 256 {
            levels.push(Target::named("x86-64-v3").unwrap());
        }
        levels.push(host);
        let sizes = [
            [1, 1, 1],
            [0, 3, 2],
            [3, 0, 2],
            [2, 3, 0],
            [1, 37, 19],
            [37, 1, 19],
            [2, 5, 7],
            [8, 32, 16],
            [13, 33, 65],
            [200, 70, 300],
            [17, 130, 257],
        ];
        let mut seed = 1;
        for target in levels {
            for (name, kernel) in kernels(&target) {
                let jit = Jit::new().unwrap();
                jit.add_arena().unwrap();
                jit.link(&compile(&name, &target).unwrap()).unwrap();
                let address = jit.lookup(&name).unwrap();
                for mnk @ [m, n, k] in sizes {
                    for layouts in 0..64 {
                        let large = m * n * k > 100_000;
                        if large && layouts % 21 != 0 {
                            continue;
                        }
                        let [a, b, c] = [layouts % 4, layouts / 4 % 4, layouts / 16];
                        let a = Matrix::new([m, k], a, &mut seed);
                        let b = Matrix::new([k, n], b, &mut seed);
                        let c = Matrix::new([m, n], c, &mut seed);
                        let abc = [&a, &b, &c];
                        assert_eq!(
                            product(address, kernel.bytes == 4, mnk, abc),
                            expected(mnk, abc),
                            "{name} of {mnk:?} in layouts {layouts} for {}",
                            target.cpu()
                        );
                    }
                }
            }
        }
    }
}
