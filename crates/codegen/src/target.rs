//! The machines that code is made for.

use crate::{
    error::{Error, ErrorKind, Result},
    optimize::OptLevel,
};
use inkwell::targets::{
    self, CodeModel, InitializationConfig, RelocMode, TargetMachine, TargetTriple,
};
use std::sync::{Once, OnceLock};

/// A machine to make code for, as LLVM names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    triple: String,
    cpu: String,
    features: String,
}

const NVPTX: &str = "nvptx64-nvidia-cuda";

/// The levels of x86-64: sets of instructions that all later processors have, the baseline first.
const LEVELS: &[&str] = &["x86-64", "x86-64-v2", "x86-64-v3", "x86-64-v4"];

/// The chips that LLVM 22 knows; for any other name it warns on standard error and goes on.
const CHIPS: &[&str] = &[
    "sm_50", "sm_52", "sm_53", "sm_60", "sm_61", "sm_62", "sm_70", "sm_72", "sm_75", "sm_80",
    "sm_86", "sm_87", "sm_88", "sm_89", "sm_90", "sm_90a", "sm_100", "sm_100a", "sm_100f",
    "sm_101", "sm_101a", "sm_101f", "sm_103", "sm_103a", "sm_103f", "sm_110", "sm_110a", "sm_110f",
    "sm_120", "sm_120a", "sm_120f", "sm_121", "sm_121a", "sm_121f",
];

impl Target {
    /// The machine that this process runs on, with all of its instructions.
    pub fn host() -> Self {
        // A virtual machine traps where its processor is asked.
        static HOST: OnceLock<Target> = OnceLock::new();
        HOST.get_or_init(Self::asked).clone()
    }

    fn asked() -> Self {
        initialize();
        let cpu = TargetMachine::get_host_cpu_name().to_string();
        let mut features = TargetMachine::get_host_cpu_features().to_string();
        // Zen's gathers are slower than the loads that they stand for; LLVM takes those of AVX-512 for fast.
        if cpu.starts_with("znver") {
            features.push_str(",+prefer-no-gather");
        }
        Self {
            triple: TargetMachine::get_default_triple()
                .as_str()
                .to_string_lossy()
                .into(),
            cpu,
            features,
        }
    }

    /// Every x86-64 Linux machine: for output that does not depend on where it was made.
    pub fn generic_x86_64() -> Self {
        Self::x86_64(LEVELS[0])
    }

    fn x86_64(cpu: &str) -> Self {
        Self {
            triple: "x86_64-unknown-linux-gnu".into(),
            cpu: cpu.into(),
            features: String::new(),
        }
    }

    /// A target by the name that a user gives it: `host`, a level of x86-64, or a chip of NVIDIA.
    pub fn named(name: &str) -> Result<Self> {
        if name == "host" {
            return Ok(Self::host());
        }
        if LEVELS.contains(&name) {
            return Ok(Self::x86_64(name));
        }
        if name.starts_with("sm_") {
            return Self::nvptx(name);
        }
        let advice = format!("use host, {}, or a chip such as sm_80", LEVELS.join(", "));
        Err(ErrorKind::UnknownTarget(name.into(), advice).into())
    }

    /// An NVIDIA GPU, by chip: `sm_80`.
    pub fn nvptx(chip: &str) -> Result<Self> {
        if !CHIPS.contains(&chip) {
            let advice = format!("the NVIDIA chips are {}", CHIPS.join(", "));
            return Err(ErrorKind::UnknownTarget(chip.into(), advice).into());
        }
        Ok(Self {
            triple: NVPTX.into(),
            cpu: chip.into(),
            features: String::new(),
        })
    }

    /// LLVM's name for the processor family, the vendor and the system.
    pub fn triple(&self) -> &str {
        &self.triple
    }

    /// The processor or chip.
    pub fn cpu(&self) -> &str {
        &self.cpu
    }

    /// The processor's instruction sets as `+` and `-` entries.
    pub fn features(&self) -> &str {
        &self.features
    }

    /// Is it a GPU?
    pub fn is_gpu(&self) -> bool {
        self.triple == NVPTX
    }

    /// The bits of the widest vectors that arithmetic on floats has.
    pub(crate) fn vector_bits(&self) -> usize {
        let has = |feature: &str| self.features.split(',').any(|has| has == feature);
        match self.cpu.as_str() {
            "x86-64-v4" => 512,
            "x86-64-v3" => 256,
            _ if has("+avx512f") => 512,
            _ if has("+avx") => 256,
            _ => 128,
        }
    }

    /// LLVM's description of the machine. Code is position-independent: for the JIT, which puts it
    /// anywhere, and for executables.
    pub(crate) fn machine(&self, level: OptLevel) -> Result<TargetMachine> {
        initialize();
        let unknown = |message: String| -> Error {
            let advice = format!("LLVM says: {message}");
            ErrorKind::UnknownTarget(self.triple.clone(), advice).into()
        };
        let triple = TargetTriple::create(&self.triple);
        let reloc = if self.is_gpu() {
            RelocMode::Default
        } else {
            RelocMode::PIC
        };
        // Without optimisation LLVM selects instructions by FastISel, which takes the third and fourth float result of a
        // call from the x87 stack by an instruction that has no encoding for xmm16 and above.
        let features = match level {
            OptLevel::O0 if !self.is_gpu() => format!("{},-avx512f", self.features),
            _ => self.features.clone(),
        };
        targets::Target::from_triple(&triple)
            .map_err(|message| unknown(message.to_string()))?
            .create_target_machine(
                &triple,
                &self.cpu,
                features.trim_start_matches(','),
                level.of_code_generator(),
                reloc,
                CodeModel::Default,
            )
            .ok_or_else(|| unknown("it has no code generator".into()))
    }
}

pub(crate) fn initialize() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Inline assembly needs the assembly parser, or the code generator ends the process.
        let config = InitializationConfig::default();
        targets::Target::initialize_x86(&config);
        targets::Target::initialize_nvptx(&config);
    });
}
