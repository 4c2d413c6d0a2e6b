"""A state machine over the whole store: hypothesis chooses what people do and what fails, and shortens faults."""

import random

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.prove.actions import ACTIONS
from tests.prove.twin import Twin
from tests.prove.walk import ERRORS, TIMES, fail, kill, recover, step, watch
from tests.prove.world import World

LOOK_EVERY = 40
"""After how many operations a run looks at what a power cut would leave."""

windows = st.integers(0, 3)


class WholeStore(RuleBasedStateMachine):
    """Three processes with four windows on one store, compared with a dictionary of what people were told."""

    look_every = LOOK_EVERY

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed: int) -> None:
        """The seed chooses what is lost when the power is cut, and which operations fail."""
        chance = random.Random(seed)  # noqa: S311 - no secret
        self._installed = Twin(chance).installed()
        self.world = World(self._installed.__enter__(), chance)
        watch(self.world, self.look_every)
        for name, number in (("sign in", 0), ("create", 0), ("open", 0)):
            step(self.world, name, number)

    def teardown(self) -> None:
        if hasattr(self, "world"):
            try:
                self.world.twin.unlocked = None
                recover(self.world)
                self.world.look()
            finally:
                self._installed.__exit__(None, None, None)

    @rule(name=st.sampled_from(sorted(ACTIONS)), number=windows)
    def act(self, name: str, number: int) -> None:
        step(self.world, name, number)

    @precondition(lambda self: any(each.process.session is None for each in self.world.windows))
    @rule(number=windows)
    def sign_in(self, number: int) -> None:
        step(self.world, "sign in", number)

    @rule(number=windows)
    def work(self, number: int) -> None:
        for name in ("open", "type", "type into a form", "record"):
            step(self.world, name, number)

    @rule(number=windows)
    def type_on(self, number: int) -> None:
        step(self.world, "type on", number)

    @rule(times=st.sampled_from(TIMES), number=st.sampled_from(ERRORS))
    def fail(self, times: float, number: int) -> None:
        fail(self.world, times, number)

    @rule()
    def recover(self) -> None:
        recover(self.world)

    @rule(name=st.sampled_from(sorted(set(ACTIONS) - {"interleave"})), number=windows, operations=st.integers(1, 30))
    def kill(self, name: str, number: int, operations: int) -> None:
        kill(self.world, name, number, operations)

    @rule()
    def cut_power(self) -> None:
        self.world.cut_power()

    @rule()
    def look(self) -> None:
        self.world.look()
