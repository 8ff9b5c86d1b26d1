//! The process holds one LLVM: two of them would each have their own registries and contexts, and a
//! pointer of one given to the other would end in a crash far away.

#![expect(
    deprecated,
    reason = "the global context is the one object that tells two copies of LLVM apart"
)]

use llvm_sys::{core::LLVMGetGlobalContext, prelude::LLVMContextRef};
use pullback_mlir_link::sys;
use std::{collections::BTreeSet, ffi::c_void};

#[test]
fn the_linked_llvm_is_the_shared_library() {
    // SAFETY: the name ends in NUL; the library is asked for only if it is loaded already.
    let library = unsafe {
        libc::dlopen(
            c"libLLVM.so.22.1".as_ptr(),
            libc::RTLD_NOW | libc::RTLD_NOLOAD,
        )
    };
    assert!(!library.is_null(), "libLLVM.so.22.1 is not in this process");
    // SAFETY: the handle is valid and the name ends in NUL.
    let symbol = unsafe { libc::dlsym(library, c"LLVMGetGlobalContext".as_ptr()) };
    assert!(
        !symbol.is_null(),
        "libLLVM.so.22.1 has no LLVMGetGlobalContext"
    );
    // SAFETY: the library's C header declares the function with this type.
    let found = unsafe {
        std::mem::transmute::<*mut c_void, unsafe extern "C" fn() -> LLVMContextRef>(symbol)
    };
    // SAFETY: both take nothing and give the library's own context.
    let (linked, found) = unsafe { (LLVMGetGlobalContext(), found()) };
    assert_eq!(linked, found, "this executable has an LLVM of its own");
}

#[test]
fn mlir_brings_no_second_llvm() {
    // SAFETY: a new context, destroyed at once; the call makes sure that MLIR is loaded.
    unsafe { sys::mlirContextDestroy(sys::mlirContextCreate()) };
    let maps = std::fs::read_to_string("/proc/self/maps").expect("Linux shows a process its maps");
    let loaded = |prefix: &str| -> BTreeSet<_> {
        let paths = maps.lines().filter_map(|line| line.split_once('/'));
        let names = paths.filter_map(|(_, path)| path.rsplit('/').next());
        names.filter(|name| name.starts_with(prefix)).collect()
    };
    assert_eq!(loaded("libLLVM").len(), 1, "{:?}", loaded("libLLVM"));
    assert_eq!(loaded("libMLIR").len(), 1, "{:?}", loaded("libMLIR"));
}
