"""Runs ministack until whoever started it closes the pipe, or dies however: then nothing of it is left."""

import os
import shutil
import signal
import sys
import threading

from ministack.app import main


def leave_with_parent() -> None:
    sys.stdin.buffer.read()
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
    # It leads a process group of its own, in which its functions run too.
    os.killpg(0, signal.SIGKILL)


threading.Thread(target=leave_with_parent, daemon=True).start()
main()
