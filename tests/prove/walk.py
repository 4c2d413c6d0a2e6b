"""A random walk: people work, the disk fails, processes are killed and the power is cut, all from one seed."""

import errno
import math
import random
from collections.abc import Callable

from tests.prove.actions import ACTIONS, WEIGHTS, save
from tests.prove.twin import KilledError, Twin
from tests.prove.world import REFUSALS, FaultError, World

TIMES = (1, 2, 10, math.inf)
"""How often operations fail: once, twice, ten times, from now on."""

ERRORS = (errno.EIO, errno.ENOSPC, errno.EROFS, errno.EMFILE)
_NAMES = sorted(ACTIONS)
_WEIGHTS = [WEIGHTS.get(name, 1) for name in _NAMES]


def step(world: World, name: str, number: int) -> None:
    """One action in one window."""
    world.tried[name] += 1
    world.tried["actions"] += 1
    world.clock.forward(1)
    ACTIONS[name](world, world.windows[number])


def random_step(world: World) -> None:
    """Any action in any window, and mostly one that can be done there."""
    chance = world.chance
    number = chance.randrange(len(world.windows))
    process = world.windows[number].process
    name = chance.choices(_NAMES, _WEIGHTS)[0]
    if chance.random() < 0.8:
        if process.session is None:
            name = "sign in"
        elif not process.session.is_unlocked:
            name = "unlock"
        elif not world.told.cases:
            name = "create"
        elif not world.windows[number].case:
            name = "open"
    step(world, name, number)


def fail(world: World, times: float, number: int) -> None:
    """Let the disk fail while somebody types on."""
    world.fail(times, number)
    typing = [at for at, window in enumerate(world.windows) if window.draft]
    if typing:
        step(world, "type on", world.chance.choice(typing))


def recover(world: World) -> None:
    """Make the disk well: now everything that was typed is saved, without anybody's doing."""
    world.twin.recover()
    for window in world.windows:
        # As the autosaver does, which tries again every second.
        if window.is_unsaved and window.process.session and window.process.session.is_unlocked:
            error = save(world, window)
            if isinstance(error, REFUSALS):
                raise FaultError(f"not saved although the disk is well: {error}")


def kill(world: World, name: str, number: int, operations: int) -> None:
    """Kill the process of a window at one of the next operations of an action."""
    recover(world)
    world.twin.kill_in(operations)
    try:
        step(world, name, number)
    except KilledError:
        world.tried["kills"] += 1
    finally:
        world.twin.unlocked = None
        world.twin.recover()
    # Another process may have had its turn in the middle of it.
    for window in world.windows if name == "interleave" else [world.windows[number]]:
        world.gone(window.process)


def walk(seed: int, steps: int, *, look_every: int = 1, progress: Callable[[World], object] = lambda _: None) -> World:
    """Take so many steps, and look after every n-th operation at what a power cut would leave.

    Raises:
        FaultError: If anything that was told is lost, or anything else is not as promised.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    with Twin(chance).installed() as twin:
        world = World(twin, chance)
        watch(world, look_every)
        for _ in range(steps):
            _take(world)
            progress(world)
        recover(world)
        world.look()
    return world


def watch(world: World, look_every: int) -> None:
    """Look at what a power cut would leave after every n-th operation that changes something."""
    seen = 0

    def look() -> None:
        nonlocal seen
        seen += 1
        if seen % look_every == 0:
            world.look_after_power_cut()

    world.twin.after = look


def _take(world: World) -> None:
    chance = world.chance
    roll = chance.random()
    if roll < 0.02:
        world.cut_power()
    elif roll < 0.06:
        kill(world, chance.choice(_NAMES), chance.randrange(len(world.windows)), chance.randint(1, 30))
    elif roll < 0.11:
        fail(world, chance.choice(TIMES), chance.choice(ERRORS))
    elif roll < 0.28:
        recover(world)
    elif roll < 0.3:
        world.look()
    else:
        random_step(world)
