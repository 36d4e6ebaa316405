"""Run a command beside a PostgreSQL cluster of its own, made for it and gone after it.

Usage: python tools/postgresql.py BIN_DIR -- COMMAND…; the command finds the cluster in REGAIN_TEST_DATABASE.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
"""A test cluster may lose everything in a power cut."""


def main(arguments: list[str]) -> int:
    """Make the cluster, run the command, take the cluster away."""
    binaries, command = Path(arguments[0]), arguments[2:]
    folder = Path(tempfile.mkdtemp(prefix="regain-pg-"))
    user = _owner(folder)
    try:
        _run(user, binaries / "initdb", "-D", folder / "data", "-U", "regain", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"{FAST} -c listen_addresses='' -k {folder}"
        _run(user, binaries / "pg_ctl", "-D", folder / "data", "-o", options, "-l", folder / "log", "-w", "start")
        try:
            environment = {**os.environ, "REGAIN_TEST_DATABASE": f"postgresql://regain@/postgres?host={folder}"}
            return subprocess.run(command, check=False, env=environment).returncode
        finally:
            _run(user, binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root, so root lends the folder to the package's own user."""
    if os.geteuid() != 0:
        return None
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    folder.chmod(0o755)
    return "postgres"


def _run(user: str | None, *command: object) -> None:
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL, user=user, cwd="/")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
