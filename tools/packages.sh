# packages.sh: the Debian packages Sinter needs, in one table, and what installs the missing ones.
#
# Sourced by tools/quickstart and tools/test, which set `root` to the checkout:
#   install_packages build app      # the packages of these groups
#   build_preset release            # configures and builds
# Groups: build (the compiler), app (an application around a compiled model), data (real images),
# test (what the tests compare with), photos (what examples/face_detector looks at),
# peers and node (what benchmark/run measures beside Sinter; npm).

# Messages hold source words in backticks, and `root` is the caller's.
# shellcheck shell=bash disable=SC2015,SC2016,SC2154

packages_table='
build  cmake                    configures the build
build  ninja-build              runs the build
build  ccache                   makes a second build quick
build  gcc                      compiles the C runtime
build  g++                      compiles the compiler
build  llvm-22-dev              LLVM 22: object code, loading compiled models
build  libmlir-22-dev           MLIR 22: the intermediate representation
build  mlir-22-tools            mlir-tblgen: ops and passes from their definitions
build  libhalide14-0-dev        Halide 14: the kernels
build  libabsl-dev              Abseil: status values, strings, hash tables
build  libcli11-dev             the command line
build  libstb-dev               reads PNG and JPEG
build  zlib1g-dev               reads .gz and .npz files; named by LLVM'"'"'s CMake package
app    libc6-dev                the C library an application links with
data   dataset-fashion-mnist    70,000 labelled images of clothing
test   llvm-22-tools            lit and FileCheck, which run the tests
test   openmpi-bin              trains with several processes
test   graphviz                 draws what `sinter plot` writes
test   binutils                 nm and ld, to look into archives
test   python3                  scripts of the tests
test   python3-numpy            arrays as .npy files
test   python3-torch            PyTorch, whose results models are compared with
test   python3-torchvision      ResNet and VGG as PyTorch has them
test   libopenblas0-pthread     makes PyTorch quick enough for tests
test   python3-skimage          photos, with a face and without
peers  gcc                      links compiled models with the program that times them
peers  binutils                 tells how large a library is
peers  python3-numpy            compares the outputs
peers  python3-torch            a peer, and exports the networks for the other
peers  python3-torchvision      ResNet as PyTorch has it
peers  libopenblas0-pthread     makes PyTorch quick
photos python3-numpy            turns weights into safetensors
photos python3-skimage          photos, with a face and without
node   nodejs                   what npm is written in
node   npm                      installs ONNX Runtime and face-api
'

# Prints an error in the form of the compiler's and stops.
stop() {
  printf 'error: %s\n' "$1" >&2
  shift
  [ $# -eq 0 ] || printf 'note: %s\n' "$@" >&2
  exit 1
}

# Prints `name why` for each package of the given groups that is not installed.
missing_packages() {
  local group name why groups=" $* " installed
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' 2>/dev/null)
  while read -r group name why; do
    [ -n "$group" ] && [[ $groups == *" $group "* ]] || continue
    grep -qxF "installed $name" <<<"$installed" || printf '%s %s\n' "$name" "$why"
  done <<<"$packages_table"
}

# Installs what the given groups lack; says what and why first. Does nothing when all is there.
install_packages() {
  command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
    stop 'this is not a Debian system: `dpkg-query` and `apt-get` are not here' \
      "the packages and what they are for stand in \`tools/packages.sh\`; install their like by hand, then use the CMake presets"

  local missing names
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  mapfile -t names < <(cut -d' ' -f1 <<<"$missing")

  printf 'Debian packages to install (%d):\n' "${#names[@]}"
  while read -r name why; do printf '  %-24s %s\n' "$name" "$why"; done <<<"$missing"

  local by_hand="by hand: apt-get install --no-install-recommends ${names[*]}"
  local sudo=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null ||
      stop 'installing packages needs root, and `sudo` is not here' "as root, $by_hand"
    sudo=(sudo)
  fi

  local apt=("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o Acquire::Retries=3)
  "${apt[@]}" update </dev/null ||
    stop '`apt-get update` did not get the package lists' 'is there a network?' "$by_hand"
  "${apt[@]}" install -y --no-install-recommends "${names[@]}" </dev/null ||
    stop '`apt-get install` did not install all of them' \
      'is there a network?' \
      'LLVM 22 comes with the updates of Debian 12: `bookworm-updates` or `bookworm-security` must be among the package sources' "$by_hand"
}

# Installs one npm package, of one version, into build/peers. Its scripts do not run: what is wanted lies in the package.
install_npm_package() {
  local peers=$root/build/peers
  if grep -qsF "\"version\": \"$2\"" "$peers/node_modules/$1/package.json"; then return; fi
  command -v npm >/dev/null || install_packages node
  printf 'installing the npm package %s into build/peers\n' "$1"
  npm install --prefix "$peers" --ignore-scripts --no-audit --no-fund --silent "$1@$2" ||
    stop "npm did not install $1" 'is there a network?'
}

# `3 min 07 s` from a number of seconds.
duration() {
  if [ "$1" -ge 60 ]; then printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); else printf '%d s' "$1"; fi
}

# Configures and builds one preset with as many jobs as there are cores.
build_preset() {
  printf 'building build/%s ...\n' "$1"
  cmake --preset "$1" >"$root/build/$1-configure.log" 2>&1 || {
    cat "$root/build/$1-configure.log" >&2
    stop "the build could not be configured; what CMake said stands above"
  }
  cmake --build --preset "$1" || stop "the build stopped; what the compiler said stands above"
}
