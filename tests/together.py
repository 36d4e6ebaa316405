"""Several acts at the same moment, each on a connection of its own."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection

from regain.foundation.kit.errors import Refused


def together(*acts: Callable[[], object]) -> list[object]:
    """Let all begin at once; their answers, or what they were refused with."""
    barrier, answers = Barrier(len(acts)), dict[int, object]()

    def run(number: int, act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            answers[number] = act()
        except Refused as refusal:
            answers[number] = refusal
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[number] for number in range(len(acts))]
