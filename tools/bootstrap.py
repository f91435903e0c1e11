"""Nothing but some Python 3 in, a ready `.venv` with Python 3.10 and the locked packages out.

Usage: python3 tools/bootstrap.py run|dev        Runs on any Python >= 3.7 and imports only the standard library.
"""

import contextlib
import glob
import hashlib
import os
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
TOOLS = os.path.join(ROOT, ".tools")
PROFILES = ("run", "dev")
PROBE = "import sys, zlib, ssl, sqlite3, ctypes; print('%d.%d' % sys.version_info[:2]); print(sys.prefix)"


class BootstrapError(Exception):
    """One sentence that says what to do."""


def main(profile):
    with one_at_a_time():
        if profile_is_ready(profile):
            return
        started = time.time()
        uv = installer()
        if not os.path.exists(venv_python()):
            make_environment(uv)
        tell("[3/3] installing the locked packages of requirements/{}.txt".format(profile))
        install(uv, profile)
        mark_ready(profile)
        tell("environment ready after {:.0f} s".format(time.time() - started))


def profile_is_ready(profile):
    """Whether .venv holds this profile's lock; `dev` holds all of `run` as well."""
    wanted = PROFILES[PROFILES.index(profile) :]
    return os.path.exists(venv_python()) and any(read(stamp(name)) == digest(name) for name in wanted)


def installer():
    """Path of uv, the installer, in .tools (fetched with pip on the first run)."""
    uv = os.path.join(TOOLS, "bin", "uv")
    lock = os.path.join(ROOT, "requirements", "uv.txt")
    if os.path.exists(uv) and read(os.path.join(TOOLS, "lock")) == digest("uv"):
        return uv
    tell("[1/3] getting the installer (uv)")
    shutil.rmtree(TOOLS, ignore_errors=True)
    run(
        [sys.executable, "-m", "venv", TOOLS],
        "this Python has no working venv module: install it (on Debian or Ubuntu: apt-get install python3-venv) and run make again",
    )
    run(
        [os.path.join(TOOLS, "bin", "python"), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock],
        "pip could not get the package uv: check the network connection to your package index and run make again",
    )
    write(os.path.join(TOOLS, "lock"), digest("uv"))
    return uv


def make_environment(uv):
    python = find_python()
    tell("[2/3] Python 3.10: {}".format(python or "none here, fetching one"))
    # --no-python-downloads is not set: with no 3.10 on the machine the installer fetches one.
    run(
        [uv, "venv", "--quiet", "--allow-existing", "--python", python or "3.10", VENV],
        "no Python 3.10 was found and none could be fetched: install Python 3.10 (pyenv install 3.10) and run make again",
    )


def find_python():
    """First interpreter that really runs and is 3.10; a pyenv shim that fails is passed over. None when there is none."""
    for candidate in candidates():
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            answer = subprocess.run([candidate, "-c", PROBE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=20)
            if answer.returncode == 0 and answer.stdout.decode().startswith("3.10"):
                return candidate
    return None


def candidates():
    if os.environ.get("WAYPOST_PYTHON"):
        yield os.environ["WAYPOST_PYTHON"]
    yield sys.executable
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        for name in ("python3.10", "python3"):
            if os.access(os.path.join(folder, name), os.X_OK):
                yield os.path.join(folder, name)
    pyenv = os.environ.get("PYENV_ROOT") or os.path.join(os.path.expanduser("~"), ".pyenv")
    for pattern in (os.path.join(pyenv, "versions", "3.10*"), "/opt/python/3.10*", "/opt/python3.10*", "/usr/local/opt/python@3.10"):
        for folder in sorted(glob.glob(pattern), reverse=True):
            yield os.path.join(folder, "bin", "python3.10")


def install(uv, profile):
    lock = os.path.join(ROOT, "requirements", profile + ".txt")
    run(
        [uv, "pip", "install", "--python", venv_python(), "--require-hashes", "-r", lock],
        "the packages could not be installed: check the network connection to your package index and the free disk space (3 GB), then run make again",
    )


def run(command, hint):
    try:
        subprocess.run(command, check=True, cwd=ROOT, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError) as error:
        raise BootstrapError(hint) from error


@contextlib.contextmanager
def one_at_a_time():
    """Two makes at once take turns instead of writing into each other's environment."""
    os.makedirs(os.path.join(ROOT, "var"), exist_ok=True)
    with open(os.path.join(ROOT, "var", ".bootstrap.lock"), "w") as lock:
        with contextlib.suppress(ImportError):
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def venv_python():
    return os.path.join(VENV, "bin", "python")


def stamp(profile):
    return os.path.join(VENV, "waypost-" + profile)


def mark_ready(profile):
    write(stamp(profile), digest(profile))


def digest(profile):
    with open(os.path.join(ROOT, "requirements", profile + ".txt"), "rb") as lock:
        return hashlib.sha256(lock.read()).hexdigest()


def read(path):
    with contextlib.suppress(OSError), open(path) as file:
        return file.read()
    return ""


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def tell(text):
    print("waypost | " + text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in PROFILES:
        sys.exit("usage: python3 tools/bootstrap.py run|dev")
    try:
        main(sys.argv[1])
    except BootstrapError as error:
        sys.exit("waypost | " + str(error))
    except KeyboardInterrupt:
        sys.exit(130)
