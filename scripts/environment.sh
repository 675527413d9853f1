# Makes .venv beside this folder when there is none or when what it holds has changed; sourced by the other scripts.
# usage: . scripts/environment.sh GROUP...   (dependency groups of pyproject.toml beside the product's own needs)
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "frontdesk: $*" >&2; }

suitable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for name in python3.13 python3.12 python3.11 python3.14 python3 python; do
        if command -v "$name" >/dev/null && suitable "$name"; then command -v "$name"; return; fi
    done
    say "needs Python 3.11 or later and found none. Install it (Debian: apt install python3 python3-venv), or install uv."
    exit 1
}

make_environment() {
    local groups=() group
    for group in "$@"; do groups+=(--group "$group"); done
    if command -v uv >/dev/null; then
        say "making .venv with uv ..."
        uv venv --quiet --allow-existing --python '>=3.11' .venv
        uv pip install --quiet --python .venv/bin/python -c constraints.txt -e . "${groups[@]}"
        return
    fi
    local python; python=$(find_python)
    say "making .venv with $python (once, about a minute) ..."
    if ! "$python" -m venv .venv; then
        say "the venv module is missing. Install it (Debian: apt install python3-venv), or install uv."
        exit 1
    fi
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e . "${groups[@]}"
}

# Everything that was asked for so far stays: "run" after "test" must not take the tests' packages away.
groups=$(printf '%s\n' "$@" $(cat .venv/groups 2>/dev/null || true) | sed '/^$/d' | sort -u | tr '\n' ' ')
wanted="$(cat pyproject.toml constraints.txt | cksum) $groups"
if [ ! -x .venv/bin/frontdesk ] || [ "$(cat .venv/stamp 2>/dev/null)" != "$wanted" ]; then
    make_environment $groups
    printf '%s' "$groups" > .venv/groups
    printf '%s' "$wanted" > .venv/stamp
    say "ready."
fi
