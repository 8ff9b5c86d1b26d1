# shellcheck shell=bash
# The set-up that tools/run and tools/test share: Debian packages, cargo, crates, release binaries.
# Sourced under `set -euo pipefail`. Says nothing when there is nothing to do; all it says goes to stderr.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
target=${CARGO_TARGET_DIR:-target}
[[ $target == /* ]] || target=$root/$target
driver=$target/release/pullback

# .cargo/config.toml names the same prefix.
llvm=/usr/lib/llvm-22
packages=(
    llvm-22-dev libmlir-22-dev mlir-22-tools llvm-22-tools libpolly-22-dev libclang1-22 libclang-common-22-dev
    libzstd-dev libxml2-dev libz3-dev zlib1g-dev g++
)

network_trouble='failed to (fetch|download|get)|could(n.t| not) (resolve|connect)|temporary failure|unreachable|timed out'

say() { printf 'tools/%s: %s\n' "${0##*/}" "$*" >&2; }

stop() {
    say "$*"
    exit 1
}

# cargo reads .cargo/config.toml from the folder it runs in.
in_root() { (cd "$root" && "$@"); }

set_up() {
    warn_of_little_disk
    install_packages
    check_cargo
    fetch_crates
}

warn_of_little_disk() {
    local free_gb
    free_gb=$(($(df --output=avail -k "$root" | tail -n 1) / 1000000))
    ((free_gb >= 10)) || say "warning: only $free_gb GB of disk are free, a build may need 10"
}

install_packages() {
    local installed package missing=()
    if ! command -v dpkg-query apt-get >/dev/null; then
        [[ -d $llvm/lib/cmake/mlir ]] && return # somebody has put LLVM there by hand
        stop "packages are known for Debian 12, not for $(system_name): use Debian 12, or install LLVM and MLIR 22 with headers in $llvm"
    fi
    installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${packages[@]}" 2>/dev/null) || true
    for package in "${packages[@]}"; do
        grep -qxF "$package installed" <<<"$installed" || missing+=("$package")
    done
    ((${#missing[@]} == 0)) || apt_install "${missing[@]}"
}

system_name() { (. /etc/os-release && printf '%s' "$PRETTY_NAME") 2>/dev/null || printf 'this system'; }

apt_install() {
    local log waited by_hand="apt-get update && apt-get install --no-install-recommends $*" sudo=()
    if ((EUID != 0)); then
        # Without a terminal sudo cannot ask for a password.
        if ! command -v sudo >/dev/null || ! { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; then
            stop "packages are missing, and there is neither root nor sudo to install them: as root, run '$by_hand'"
        fi
        sudo=(sudo)
    fi
    say "installing Debian packages (about 220 MB): $*"
    local apt=("${sudo[@]}" env LC_ALL=C DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300)
    # The timeout does not cover the lock on the package lists.
    for ((waited = 0; waited < 300; waited += 5)); do
        log=$("${apt[@]}" update 2>&1 </dev/null) || true
        [[ $log == *"Could not get lock"* ]] || break
        sleep 5
    done
    # An update that failed in part still leaves lists that may be enough: the install decides.
    log+=$'\n'$("${apt[@]}" install --no-install-recommends "$@" 2>&1 </dev/null) && return
    if grep -qiE "$network_trouble" <<<"$log"; then
        stop "the Debian mirror cannot be reached: connect to the network, then run this again"
    elif grep -qE 'Unable to locate|no installation candidate' <<<"$log"; then
        stop "apt offers no LLVM and MLIR 22 on $(system_name): use Debian 12 with bookworm-security among its apt sources"
    fi
    stop "apt-get failed ($(grep -m 1 '^E:' <<<"$log" || tail -n 1 <<<"$log")): as root, run '$by_hand'"
}

check_cargo() {
    local have need variable
    command -v cargo >/dev/null || PATH=$PATH:${CARGO_HOME:-${HOME:-/root}/.cargo}/bin
    command -v cargo >/dev/null || stop "cargo is missing: install Rust from https://rustup.rs, then run this again"
    need=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$root/Cargo.toml")
    have=$(cargo --version 2>/dev/null) || stop "cargo does not start: run 'rustup default stable'"
    have=${have#cargo } have=${have%% *}
    printf '%s\n' "$need" "$have" | sort -VC || stop "cargo $have is too old, $need is needed: run 'rustup update stable'"
    for variable in RUSTFLAGS RUSTDOCFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_ENCODED_RUSTDOCFLAGS; do
        [[ -v $variable ]] || continue
        say "$variable is ignored: it would replace the flags in .cargo/config.toml"
        unset "$variable"
    done
}

fetch_crates() {
    local log fetch=(cargo fetch --quiet --target x86_64-unknown-linux-gnu)
    in_root "${fetch[@]}" --offline 2>/dev/null && return
    log=$(in_root "${fetch[@]}" 2>&1) && return
    ! grep -qiE "$network_trouble" <<<"$log" || stop "crates.io cannot be reached: connect to the network, then run this again"
    printf '%s\n' "$log" >&2
    stop "cargo cannot fetch the crates: mend what it says above"
}

# The binaries and the plugin. Without a terminal the output is shown only on failure.
build_release() {
    local log build=(cargo build --release --workspace)
    if [[ -t 2 ]]; then
        # Nothing newer than the driver: most likely nothing to do, so not even cargo's `Finished`.
        [[ -n $(sources_newer_than_driver) ]] || build+=(--quiet)
        in_root "${build[@]}" >&2 && return
    else
        [[ -e $driver ]] || say "building the release binaries, which takes minutes the first time"
        log=$(in_root "${build[@]}" --quiet 2>&1) && return
        printf '%s\n' "$log" >&2
    fi
    stop "the release build failed: mend what it says above"
}

sources_newer_than_driver() {
    [[ -e $driver ]] || { echo "$driver"; return; }
    find "$root" \( -path "$target" -o -path "$root/.git" \) -prune -o -type f -newer "$driver" -print -quit
}
